package Ahead;

# Lets a whole RT live so many seconds ahead of this machine (RT_CLOCK_AHEAD, also below nought): to a console that is
# as its own clock being off. Loaded before everything else, so that whatever asks for the time asks here.
use strict;
use warnings;

my $ahead;
BEGIN {
    $ahead = $ENV{RT_CLOCK_AHEAD} || 0;
    no warnings 'once';
    *CORE::GLOBAL::time      = sub () { CORE::time() + $ahead };
    *CORE::GLOBAL::gmtime    = sub (;$) { CORE::gmtime( @_    ? $_[0] : CORE::time() + $ahead ) };
    *CORE::GLOBAL::localtime = sub (;$) { CORE::localtime( @_ ? $_[0] : CORE::time() + $ahead ) };
}

1;
