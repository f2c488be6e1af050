#!/usr/bin/perl
# Changes what REST 2.0 cannot: rights, and which queues have a field. Reads one change a line from standard input and
# answers each with a line, so that one process serves a whole test. Expects RT_INSTANCE_DIR and RT_SITE_CONFIG.
#
#   grant GROUP | RIGHT | QUEUE      an empty QUEUE means everywhere
#   revoke GROUP | RIGHT | QUEUE
#   field NAME | TYPE | QUEUE        makes a field for one queue
#   apply ID | QUEUE                 a field gets a queue; so does `withdraw`
use strict;
use warnings;

use lib '/usr/share/request-tracker5/lib';
use RT -init;

$| = 1;
my $sys = RT->SystemUser;

sub group { my $g = RT::Group->new($sys); $g->LoadUserDefinedGroup( $_[0] ); $g->id or die "no group $_[0]\n"; return $g->PrincipalObj }
sub queue { my $q = RT::Queue->new($sys); $q->Load( $_[0] ); $q->id or die "no queue $_[0]\n"; return $q }
sub field { my $f = RT::CustomField->new($sys); $f->Load( $_[0] ); $f->id or die "no field $_[0]\n"; return $f }

my %do = (
    grant  => sub { group( $_[0] )->GrantRight( Right => $_[1], Object => length $_[2] ? queue( $_[2] ) : RT->System ) },
    revoke => sub { group( $_[0] )->RevokeRight( Right => $_[1], Object => length $_[2] ? queue( $_[2] ) : RT->System ) },
    field  => sub {
        my $f = RT::CustomField->new($sys);
        my ( $id, $why ) = $f->Create( Name => $_[0], Type => $_[1], MaxValues => 1, LookupType => 'RT::Queue-RT::Ticket' );
        return ( $id, $why ) if !$id;
        $f->AddToObject( queue( $_[2] ) );
        return ( $id, $id );
    },
    apply    => sub { my $o = length $_[1] ? queue( $_[1] ) : RT::Queue->new($sys); field( $_[0] )->AddToObject($o) },
    withdraw => sub { my $o = length $_[1] ? queue( $_[1] ) : RT::Queue->new($sys); field( $_[0] )->RemoveFromObject($o) },
);

while ( my $line = <STDIN> ) {
    chomp $line;
    my ( $what, $rest ) = split / /, $line, 2;
    my @args = split / *\| */, $rest, -1;
    my ( $ok, $why ) = eval { $do{$what}->(@args) };
    $why = $@ if $@;
    ( $why //= '' ) =~ s/\s+/ /g;
    print $ok ? "ok $why\n" : "no $why\n";
}
