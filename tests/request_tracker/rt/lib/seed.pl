#!/usr/bin/perl
# Fills a freshly initialised RT 5 database with an invented support desk.
# Run by `up`; expects RT_INSTANCE_DIR and RT_SITE_CONFIG to be set.
#
# Everything goes through RT's own Perl API, so scrips (mail, SLA deadlines,
# auto-open) run exactly as they would in production. The clock is replaced so
# that tickets get a believable past; "now" is RT_SEED_NOW (Unix time) or the
# present.
use strict;
use warnings;
use utf8;

our $Clock;
BEGIN { defined $ENV{$_} or die "$_ is not set; run this through 'up'\n" for qw(RT_INSTANCE_DIR RT_SITE_CONFIG RT_ROOT_PASSWORD RT_AGENT_PASSWORD RT_CONTACT_PASSWORD) }

sub clock { return defined $Clock ? $Clock : CORE::time() }
BEGIN {
    *CORE::GLOBAL::time      = sub () { clock() };
    *CORE::GLOBAL::gmtime    = sub (;$) { CORE::gmtime( @_    ? $_[0] : clock() ) };
    *CORE::GLOBAL::localtime = sub (;$) { CORE::localtime( @_ ? $_[0] : clock() ) };
}

use lib '/usr/share/request-tracker5/lib';
use Digest::SHA qw(sha256_hex);
use Encode qw(encode_utf8);
use MIME::Entity;
use Unicode::Normalize qw(NFD);
use RT -init;

# Scrips run and record their mail as usual; only the last step, the delivery,
# is left out, and HTML becomes text in-process instead of in one w3m each.
require RT::Interface::Email;
require HTML::FormatText::WithLinks::AndTables;
{
    no warnings qw(redefine once);
    *RT::Interface::Email::SendEmail         = sub { return 1 };
    *RT::Interface::Email::ConvertHTMLToText = \&RT::Interface::Email::_HTMLFormatText;
}

# This connection only.
$RT::Handle->dbh->do( RT->Config->Get('DatabaseType') eq 'Pg' ? 'SET synchronous_commit = OFF' : 'PRAGMA synchronous = OFF' );

binmode STDOUT, ':encoding(UTF-8)';
binmode STDERR, ':encoding(UTF-8)';

my $NOW   = $ENV{RT_SEED_NOW} || CORE::time();
my $DIR   = $ENV{RT_INSTANCE_DIR};
my $HISTORY = ( $ENV{RT_SEED} // 1 ) ? 1 : 0;
my $BULK    = $ENV{RT_SEED_BULK} || 0;

# Minutes before "now"; 60*24*3 reads as three days ago.
sub ago { $Clock = $NOW - 60 * $_[0]; return }
sub ok  { my ( $what, $ok, @rest ) = @_; $ok or die "$what: " . join( ' ', grep defined, @rest ) . "\n"; return $ok }

# ---------------------------------------------------------------- structure
ago( 60 * 24 * 90 );
my $sys = RT->SystemUser;

sub group {
    my ( $name, $description ) = @_;
    my $g = RT::Group->new($sys);
    ok( "group $name", $g->CreateUserDefinedGroup( Name => $name, Description => $description ) );
    return $g;
}

sub user {
    my (%u) = @_;
    my $u = RT::User->new($sys);
    ok( "user $u{Name}", $u->Create( Privileged => 0, %u ) );
    return $u;
}

my $engineers = group( 'Support engineers', 'May work on every customer queue' );
my $night     = group( 'Night desk',        'May work on two customer queues only' );

my %agent;
for (
    [ 'mara.lindqvist', 'Mara Lindqvist', $engineers ],
    [ 'tomas.okafor',   'Tomas Okafor',   $engineers ],
    [ 'ines.caldera',   'Inés Caldera',   $engineers ],
    [ 'nils.brandt',    'Nils Brandt',    $night ],
  )
{
    my ( $name, $real, $group ) = @$_;
    $agent{$name} = user(
        Name => $name, RealName => $real, EmailAddress => "$name\@example.test",
        Password => $ENV{RT_AGENT_PASSWORD}, Privileged => 1,
    );
    ok( "member $name", $group->AddMember( $agent{$name}->PrincipalId ) );
}

my @customers = (
    {   name => 'Aldermoor Bank', key => 'aldermoor', sla => 'L2', night => 1,
        contacts => [
            [ 'Beatrix Oyelaran',   'Head of IT security',  '+44 20 5550 0101' ],
            [ 'Casimir Thorne',     'SOC lead',             '+44 20 5550 0102' ],
            [ 'Delphine Arkwright', 'Desktop engineering',  '+44 20 5550 0103' ],
            [ 'Emeka Vandersloot',  'SOC analyst, nights',  '+44 20 5550 0104' ],
            [ 'Fenna Castellano',   'Change management',    '+44 20 5550 0105' ],
            [ 'Gideon Marchetti',   'Server operations',    '+44 20 5550 0106' ],
            [ 'Hana Brzezińska',    'Malware analyst',      '+44 20 5550 0107' ],
            [ "Íñigo O'Sullivan",   'Vendor management',    '+44 20 5550 0108' ],
        ],
    },
    {   name => 'Northquay Logistics', key => 'northquay', sla => 'L3', night => 1,
        contacts => [
            [ 'Jolanda Petrov', 'IT manager',    '+31 20 555 0121' ],
            [ 'Kwame Lindholm', 'Administrator', '+31 20 555 0122' ],
        ],
    },
    {   name => 'Vesterholm Kommune', key => 'vesterholm', sla => 'L4',
        contacts => [
            [ 'Lærke Sørensen', 'Driftsansvarlig', '+45 55 55 01 31' ],
            [ 'Mads Højgaard',  'It-supporter',    '+45 55 55 01 32' ],
        ],
    },
    {   name => 'Halvorsund Clinics', key => 'halvorsund', sla => 'L2',
        contacts => [
            [ 'Noor Abernathy', 'Clinical systems', '+47 55 55 01 41' ],
            [ 'Oskar Delacroix', 'Infrastructure',  '+47 55 55 01 42' ],
        ],
    },
    {   name => 'Brightwater Utilities', key => 'brightwater', sla => 'L1',
        contacts => [
            [ 'Priya Halloran', 'OT security', '+1 303 555 0151' ],
            [ 'Quentin Mbeki',  'Plant IT',    '+1 303 555 0152' ],
        ],
    },
);

my @engineer_rights = qw(
    SeeQueue ShowTicket ShowTicketComments ShowOutgoingEmail CreateTicket
    ReplyToTicket CommentOnTicket ModifyTicket OwnTicket TakeTicket StealTicket
    ReassignTicket Watch WatchAsAdminCc SeeCustomField ModifyCustomField
    ForwardMessage
);
ok( "right $_", $engineers->PrincipalObj->GrantRight( Right => $_, Object => RT->System ) )
    for @engineer_rights, qw(SeeGroup ModifySelf ManageAuthTokens ShowSavedSearches);
ok( "right $_", $night->PrincipalObj->GrantRight( Right => $_, Object => RT->System ) )
    for qw(ModifySelf ManageAuthTokens);

my ( %queue, %contact );
for my $c (@customers) {
    my $q = RT::Queue->new($sys);
    ok( "queue $c->{name}", $q->Create(
        Name => $c->{name}, Description => "Support for $c->{name}",
        CorrespondAddress => "$c->{key}\@support.example.test",
        CommentAddress    => "$c->{key}-comment\@support.example.test",
        SubjectTag => $c->{name},
        SLADisabled => 0,    # RT's default is 1, which switches the SLA off
    ) );
    ok( "sla $c->{name}", $q->SetSLA( $c->{sla} ) );
    $queue{ $c->{key} } = $q;

    # AdminCc decides who counts as "support" for the SLA (AssumeOutsideActor).
    ok( 'admincc', $q->AddWatcher( Type => 'AdminCc', PrincipalId => $engineers->PrincipalId ) );
    if ( $c->{night} ) {
        ok( 'admincc', $q->AddWatcher( Type => 'AdminCc', PrincipalId => $night->PrincipalId ) );
        ok( "right $_", $night->PrincipalObj->GrantRight( Right => $_, Object => $q ) ) for @engineer_rights;
    }

    my $people = group( "$c->{name} contacts", "Named contacts of $c->{name}" );
    ok( "right $_", $people->PrincipalObj->GrantRight( Right => $_, Object => $q ) )
        for qw(SeeQueue CreateTicket ShowTicket ReplyToTicket SeeCustomField SetInitialCustomField);
    for ( @{ $c->{contacts} } ) {
        my ( $real, $role, $phone ) = @$_;
        my $login = NFD( lc $real );
        $login =~ s/\p{Mn}//g;
        $login =~ s/æ/ae/g;
        $login =~ tr/øł/ol/;
        $login =~ s/[^a-z]+/./g;
        my $u = user(
            Name => $login, RealName => $real, EmailAddress => "$login\@$c->{key}.example",
            Organization => $c->{name}, WorkPhone => $phone, Comments => $role,
            Password => $ENV{RT_CONTACT_PASSWORD},
        );
        ok( "member $login", $people->AddMember( $u->PrincipalId ) );
        $contact{$login} = $u;
    }
}

my %cf;
sub custom_field {
    my ( $name, $type, %more ) = @_;
    my $values = delete $more{Values};
    my $cf     = RT::CustomField->new($sys);
    ok( "cf $name", $cf->Create(
        Name => $name, Type => $type, MaxValues => 1, LookupType => 'RT::Queue-RT::Ticket', %more,
    ) );
    my $order = 0;
    ok( "value $_", $cf->AddValue( Name => $_, SortOrder => ++$order ) ) for @{ $values || [] };
    my $class = $cf->RecordClassFromLookupType;
    ok( "apply $name", $cf->AddToObject( $class->new($sys) ) );    # id 0: everywhere
    return $cf{$name} = $cf;
}

custom_field( 'Severity', 'Select', Values => [qw(S1 S2 S3 S4)] );
custom_field( 'Channel',  'Select', Values => [qw(portal phone email)] );
custom_field( 'Kind',     'Select', Values => [ 'incident', 'signature request' ] );
custom_field( 'File name',        'Freeform' );
custom_field( 'SHA-256',          'Freeform', Pattern => '(?#SHA-256 in lower-case hex)^(?:[0-9a-f]{64})?$' );
custom_field( 'Detection name',   'Freeform' );
custom_field( 'Verdict type',     'Select', Values => [qw(FN FP)] );
custom_field( 'Database version', 'Freeform' );
custom_field( 'Stage',            'Select',
    Values => [ 'received', 'in analysis', 'signature written', 'in QA', 'published', 'rejected' ] );
# The whole way of a signature request, and everything that is asked of one.
custom_field( 'Way', 'Select',
    Values => [ 'received', 'databases checked', 'in analysis', 'in QA', 'published', 'customer told', 'verified', 'rejected' ] );
custom_field( 'Object', 'Select', Values => [qw(file url mail)] );
custom_field( 'Weight', 'Select', Values => [qw(usual critical)] );
custom_field( $_, 'Freeform' )
    for 'MD5', 'Size', 'Product', 'Product version', 'Component', 'Origin', 'Purpose', 'Container', 'Application',
    'Machines', 'Fixed in';
custom_field( $_, 'DateTime' ) for 'Databases released', 'Scanned again at';
custom_field( $_, 'Text' ) for 'Scanned again', 'Business impact';
custom_field( 'Affected hosts', 'Freeform', MaxValues => 0 );    # the one multi-value field
# On transactions: a place for a client to leave its own key with a reply.
custom_field( 'Client key', 'Freeform', LookupType => 'RT::Queue-RT::Ticket-RT::Transaction' );
# What a reply is worth to the clock of the first answer.
custom_field( 'Response', 'Select', LookupType => 'RT::Queue-RT::Ticket-RT::Transaction',
    Values => [ 'on it', 'analysis', 'questions', 'fix' ] );
# Of a comment that logs a call.
custom_field( 'Call outcome', 'Select', LookupType => 'RT::Queue-RT::Ticket-RT::Transaction',
    Values => [ 'reached', 'call back', 'voicemail', 'no answer' ] );
custom_field( 'Call direction', 'Select', LookupType => 'RT::Queue-RT::Ticket-RT::Transaction',
    Values => [ 'in', 'out' ] );
# Who has seen a ticket.
custom_field( 'Seen by', 'Freeform' );
# On users: WorkPhone is hidden from engineers (it needs AdminUsers), this is not.
custom_field( 'Phone', 'Freeform', LookupType => 'RT::User' );
ok( 'phone', $contact{$_}->AddCustomFieldValue( Field => $cf{Phone}->id, Value => $contact{$_}->WorkPhone, RecordTransaction => 0 ) )
    for sort keys %contact;

# ------------------------------------------------------------------ tickets
sub as { my $u = shift; my $cu = RT::CurrentUser->new; $cu->Load( ref $u ? $u->Name : $u ); ok( "user $u", $cu->id ); return $cu }
sub person { my $n = shift; return $agent{$n} || $contact{$n} || die "nobody is called $n\n" }

# Tickets are opened by the customer's contact unless `by` names an engineer.
sub ticket {
    my (%t) = @_;
    ago( $t{ago} );
    my $who = person( $t{by} || $t{from} );
    my $obj = RT::Ticket->new( as($who) );
    my %cfs = ( 'Channel' => 'portal', 'Kind' => 'incident', %{ $t{cf} || {} } );
    my $mime = $t{mime} || MIME::Entity->build(
        Type => 'text/plain', Charset => 'UTF-8', Encoding => '8bit',
        Subject => encode_utf8( $t{subject} ),
        From    => encode_utf8( $who->RealName ) . ' <' . $who->EmailAddress . '>',
        Data    => [ encode_utf8( $t{body} ) ],
    );
    my ( $id, undef, $msg ) = $obj->Create(
        Queue     => $queue{ $t{queue} }->id,
        Subject   => $t{subject},
        Requestor => [ person( $t{from} )->EmailAddress ],
        ( $t{cc} ? ( Cc => [ map person($_)->EmailAddress, @{ $t{cc} } ] ) : () ),
        ( $t{sla} ? ( SLA => $t{sla} ) : () ),
        MIMEObj => $mime,
        ( map { ( 'CustomField-' . $cf{$_}->id => $cfs{$_} ) } keys %cfs ),
    );
    ok( "ticket $t{subject}", $id, $msg );
    for my $step ( @{ $t{then} || [] } ) {
        my ( $when, $verb, $who, @args ) = @$step;
        ago($when);
        my $h = RT::Ticket->new( as( person($who) ) );
        $h->Load($id);
        step( $h, $verb, @args );
    }
    return $id;
}

sub step {
    my ( $h, $verb, @args ) = @_;
    my ( $ok, $msg );
    if    ( $verb eq 'reply' )   { ( $ok, $msg ) = $h->Correspond( ref $args[0] ? ( MIMEObj => $args[0] ) : ( Content => $args[0] ) ) }
    elsif ( $verb eq 'comment' ) { ( $ok, $msg ) = $h->Comment( ref $args[0]    ? ( MIMEObj => $args[0] ) : ( Content => $args[0] ) ) }
    elsif ( $verb eq 'take' )    { ( $ok, $msg ) = $h->Take }
    elsif ( $verb eq 'steal' )   { ( $ok, $msg ) = $h->Steal }
    elsif ( $verb eq 'status' )  { ( $ok, $msg ) = $h->SetStatus( $args[0] ) }
    elsif ( $verb eq 'sla' )     { ( $ok, $msg ) = $h->SetSLA( $args[0] ) }
    elsif ( $verb eq 'due' )     { my $d = RT::Date->new($sys); $d->Set( Format => 'unix', Value => $NOW + 60 * $args[0] ); ( $ok, $msg ) = $h->SetDue( $d->ISO ) }
    elsif ( $verb eq 'cf' )      { while ( my ( $n, $v ) = splice @args, 0, 2 ) { ( $ok, $msg ) = $h->AddCustomFieldValue( Field => $cf{$n}->id, Value => $v ); $ok or last } }
    elsif ( $verb eq 'cc' )      { ( $ok, $msg ) = $h->AddWatcher( Type => 'Cc', User => person( $args[0] )->EmailAddress ) }
    elsif ( $verb eq 'link' )    { ( $ok, $msg ) = $h->AddLink( Type => $args[0], Target => $args[1] ) }
    elsif ( $verb eq 'merge' )   { ( $ok, $msg ) = $h->MergeInto( $args[0] ) }
    else                         { die "no such step: $verb\n" }
    ok( "$verb on #" . $h->id, $ok, $msg );
    $h->ApplyTransactionBatch;
    return;
}

sub with_files {
    my ( $text, @files ) = @_;
    my $m = MIME::Entity->build( Type => 'multipart/mixed', Subject => 'With attachments' );
    $m->attach( Type => 'text/plain', Charset => 'UTF-8', Encoding => '8bit', Data => [ encode_utf8($text) ] );
    while ( my ( $type, $name, $data ) = splice @files, 0, 3 ) {
        $m->attach( Type => $type, Filename => $name, Encoding => 'base64', Disposition => 'attachment', Data => [$data] );
    }
    return $m;
}

sub html_mail {
    my ( $subject, $text, $html ) = @_;
    my $m = MIME::Entity->build( Type => 'multipart/alternative', Subject => $subject, 'Message-ID' => '<seed-html-1@aldermoor.example>' );
    $m->attach( Type => 'text/plain', Charset => 'UTF-8', Encoding => '8bit', Data => [ encode_utf8($text) ] );
    $m->attach( Type => 'text/html',  Charset => 'UTF-8', Encoding => '8bit', Data => [ encode_utf8($html) ] );
    return $m;
}

# Deterministic bytes with every value 0..255, NULs included.
sub blob { my $n = shift; my ( $out, $i ) = ( '', 0 ); $out .= pack 'C', ( $i++ * 167 + ( $i >> 8 ) ) & 255 while length $out < $n; return $out }
# The smallest valid PNG: one transparent pixel.
my $png = pack 'H*', '89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082';

sub sample { my ( $file, $det, $verdict, $db, $stage ) = @_;
    return ( 'Kind' => 'signature request', 'File name' => $file, 'SHA-256' => sha256_hex( encode_utf8($file) ),
        'Detection name' => $det, 'Verdict type' => $verdict, 'Database version' => $db, 'Stage' => $stage ) }

my ( $H, $D ) = ( 60, 60 * 24 );
if ($HISTORY) {
    # -- Aldermoor Bank: L1 and L2, all shades of deadline -------------------
    ticket( queue => 'aldermoor', from => 'casimir.thorne', cc => ['emeka.vandersloot'], ago => 12, sla => 'L1',
        subject => 'Agents offline on the whole trading floor', cf => { Severity => 'S1', 'Affected hosts' => [ 'tf-ws-001', 'tf-ws-002', 'tf-ws-017' ] },
        body => "Since 5 minutes no endpoint on floor 3 reports in.\nAbout 240 machines.\n\nCasimir" );
    ticket( queue => 'aldermoor', from => 'emeka.vandersloot', ago => 50, sla => 'L1',
        subject => 'Update server returns 503', cf => { Severity => 'S1', Channel => 'email' },
        body => "Every update request since 03:10 ends with HTTP 503.\nWe are blind to new samples." );
    ticket( queue => 'aldermoor', from => 'beatrix.oyelaran', ago => 29, sla => 'L1',
        subject => 'Ransom note found on file server fs-07', cf => { Severity => 'S1' },
        body => "Note README_DECRYPT.txt in 14 shares. Please call me: +44 20 5550 0101",
        then => [ [ 27, 'take', 'mara.lindqvist' ], [ 26, 'comment', 'mara.lindqvist', "Called her back, she isolates fs-07 now.\nWaiting for the sample." ] ] );
    ticket( queue => 'aldermoor', from => 'hana.brzezinska', ago => 3 * $H, sla => 'L2',
        subject => 'False negative: invoice_8841.docm', cf => { Severity => 'S2', sample( 'invoice_8841.docm', 'none', 'FN', '26.11.22.3', 'received' ) },
        mime => do { my $m = with_files( "Macro dropper not detected by database 26.11.22.3.\nPassword of the archive: infected",
                'application/zip', 'invoice_8841.zip', "PK\x03\x04" . blob(4096) ); $m->head->replace( Subject => 'False negative: invoice_8841.docm' ); $m } );
    ticket( queue => 'aldermoor', from => 'hana.brzezinska', ago => 26 * $H, sla => 'L2',
        subject => 'False positive on in-house tool ledgerctl.exe', cf => { Severity => 'S2', Channel => 'email', sample( 'ledgerctl.exe', 'Trojan.Generic.8812', 'FP', '26.11.20.1', 'received' ) },
        body => "Our own signed tool is quarantined on 60 servers.",
        then => [
            [ 25 * $H, 'take',    'tomas.okafor' ],
            [ 25 * $H - 5, 'cf',  'tomas.okafor', 'Stage' => 'in analysis' ],
            [ 24 * $H, 'reply',   'tomas.okafor', "Confirmed as a false positive. Analysis has started.\n\nTomas" ],
            [ 8 * $H,  'cf',      'tomas.okafor', 'Stage' => 'signature written' ],
            [ 6 * $H,  'cf',      'tomas.okafor', 'Stage' => 'in QA' ],
            [ 2 * $H,  'reply',   'hana.brzezinska', "When will this be released? The batch run starts at 18:00." ],
        ] );
    ticket( queue => 'aldermoor', from => 'delphine.arkwright', ago => 2 * $D, sla => 'L3',
        subject => 'Installer fails with error 1603 on Windows 11 24H2', cf => { Severity => 'S3' },
        body => "See the log.",
        then => [
            [ 2 * $D - 90, 'take',  'ines.caldera' ],
            [ 2 * $D - 95, 'reply', 'ines.caldera', "Please send the MSI log (msiexec /l*v)." ],
            [ 1 * $D,      'reply', 'delphine.arkwright', with_files( "Here they are, plus a screenshot – größer als erwartet.",
                'text/plain', 'msi-install.log', encode_utf8( join '', map { sprintf "MSI (s) (%02X:A4) [%02d:%02d:%02d:000]: Doing action: Ünïcode%d\r\n", $_ & 255, 9 + $_ / 3600, ( $_ / 60 ) % 60, $_ % 60, $_ } 1 .. 400 ),
                'image/png', 'error 1603.png', $png,
                'application/octet-stream', "crash-\x{fc}bersicht.dmp", blob( 64 * 1024 ) ) ],
            [ 23 * $H, 'comment', 'ines.caldera', "Looks like the known WMI repository problem, see KB 4471." ],
            [ 22 * $H, 'reply',   'ines.caldera', "Please run winmgmt /verifyrepository on one machine and tell us the result." ],
            [ 22 * $H, 'status',  'ines.caldera', 'stalled' ],
        ] );
    ticket( queue => 'aldermoor', from => 'gideon.marchetti', ago => 5 * $D, sla => 'L3',
        subject => 'High CPU of scan service on SQL cluster', cf => { Severity => 'S3', Channel => 'email' },
        body => "avscan takes 60 % of 32 cores during backup.",
        then => [
            [ 5 * $D - 60, 'take', 'mara.lindqvist' ],
            ( map { my $i = $_; my $t = 5 * $D - 120 - $i * 200;
                [ $t, 'reply', ( $i % 2 ? 'gideon.marchetti' : 'mara.lindqvist' ), $i % 2
                    ? "Round $i: still high, now " . ( 60 - $i ) . " %.\n> previous advice\n> quoted below\n\nGideon"
                    : "Round $i: please exclude path D:\\SQL\\Data$i and measure again.\n\nMara" ] } 0 .. 29 ),
            [ 30, 'comment', 'mara.lindqvist', 'Thirty rounds. Escalate to development?' ],
        ] );
    ticket( queue => 'aldermoor', from => 'inigo.o.sullivan', ago => 9 * $D, sla => 'L4',
        subject => 'Question about licence renewal for 4,200 seats', cf => { Severity => 'S4', Channel => 'email' },
        body => "Whom do we ask?",
        then => [ [ 8 * $D, 'take', 'ines.caldera' ], [ 8 * $D - 5, 'reply', 'ines.caldera', "I have passed it to your account manager." ], [ 8 * $D - 10, 'status', 'ines.caldera', 'resolved' ] ] );
    # Opened by an engineer during a call: RT sets no deadline (see README).
    ticket( queue => 'aldermoor', from => 'fenna.castellano', by => 'mara.lindqvist', ago => 95, sla => 'L2',
        subject => 'Phone: change freeze, no engine update this weekend', cf => { Severity => 'S3', Channel => 'phone' },
        body => "Fenna called at the time of this ticket. Engine updates must wait until Monday 06:00." );
    ticket( queue => 'aldermoor', from => 'casimir.thorne', by => 'tomas.okafor', ago => 40, sla => 'L1',
        subject => 'Phone: exclusions lost after policy import', cf => { Severity => 'S2', Channel => 'phone' },
        body => "Caller waits for a call back.",
        then => [ [ 40, 'take', 'tomas.okafor' ], [ 39, 'due', 'tomas.okafor', -10 ] ] );
    my $keep = ticket( queue => 'aldermoor', from => 'emeka.vandersloot', ago => 4 * $H, sla => 'L2',
        subject => 'Console login loops after password change', cf => { Severity => 'S3' }, body => "Back to the login page every time." );
    my $gone = ticket( queue => 'aldermoor', from => 'gideon.marchetti', ago => 210, sla => 'L2',
        subject => 'Cannot log in to console', cf => { Severity => 'S3' }, body => "Same as what Emeka wrote, I think.",
        then => [ [ 200, 'merge', 'ines.caldera', $keep ] ] );

    # -- Northquay Logistics: texts that test a display ----------------------
    ticket( queue => 'northquay', from => 'jolanda.petrov', ago => 20 * $H,
        subject => 'Scanner terminals freeze – 倉庫の端末が停止 – מסופון – 🧊🚚', cf => { Severity => 'S3' },
        body => "Wide: 全角文字の行です。\nCombining: e\x{301} a\x{30a}\nRight to left: \x{5e9}\x{5dc}\x{5d5}\x{5dd}\nEmoji: \x{1F469}\x{200D}\x{1F4BB}\nTab:\tafter tab" );
    ticket( queue => 'northquay', from => 'kwame.lindholm', ago => 19 * $H, sla => 'L3',
        subject => "Log excerpt with \x1b[31mcontrol\x1b[0m characters", cf => { Severity => 'S4' },
        body => "Colour: \x1b[31mred\x1b[0m\nTitle: \x1b]0;owned\x07\nClear: \x1b[2J\nBell: \x07\nBackspace: secret\x08\x08\x08\nC1: \x{9b}31m\nCarriage return: first\rsecond\nEnd." );
    ticket( queue => 'northquay', from => 'kwame.lindholm', ago => 18 * $H,
        subject => 'A very long subject ' . join( ' ', map "part$_", 1 .. 22 ) . ' end', cf => { Severity => 'S4' },
        body => join( '', map "$_ one long line without any break; ", 1 .. 60 ) . "\n" . ( "x" x 500 ) . "\n" );
    ticket( queue => 'northquay', from => 'jolanda.petrov', ago => 17 * $H, subject => '', cf => { Channel => 'email' }, body => "No subject at all." );
    ticket( queue => 'northquay', from => 'jolanda.petrov', ago => 3 * $D, subject => 'HTML mail with quoted text', cf => { Severity => 'S3', Channel => 'email' },
        body => "First message in plain text.",
        then => [
            [ 3 * $D - 30, 'take', 'tomas.okafor' ],
            [ 3 * $D - 31, 'reply', 'tomas.okafor', "Which version is installed?" ],
            [ 2 * $D, 'reply', 'jolanda.petrov', html_mail( 'Re: HTML mail with quoted text', "Version *9.2.1*.\n\nOn Monday Tomas wrote:\n> Which version is installed?\n",
                '<p>Version <b>9.2.1</b>.</p><p><a href="https://status.example/">status</a> <img src="cid:none"></p><script>alert(1)</script><blockquote>Which version is installed?</blockquote>' ) ],
        ] );
    ticket( queue => 'northquay', from => 'kwame.lindholm', ago => 12 * $D, subject => 'Spam: win a forklift', cf => { Channel => 'email' }, body => "Click here.",
        then => [ [ 12 * $D - 10, 'status', 'nils.brandt', 'rejected' ] ] );

    # -- Vesterholm Kommune: business hours ----------------------------------
    my $parent = ticket( queue => 'vesterholm', from => 'laerke.sorensen', ago => 4 * $D, sla => 'L3', subject => 'Udrulning på 38 skoler', cf => { Severity => 'S3' }, body => "Plan vedhæftes senere.",
        then => [ [ 4 * $D - 20, 'take', 'ines.caldera' ], [ 4 * $D - 30, 'reply', 'ines.caldera', "Tak, vi venter på planen." ] ] );
    ticket( queue => 'vesterholm', from => 'mads.hojgaard', ago => 3 * $D, sla => 'L4', subject => 'Printer server blocked by firewall rule', cf => { Severity => 'S4' }, body => "Rule 12 blocks port 9100.",
        then => [ [ 3 * $D - 5, 'link', 'ines.caldera', 'DependsOn', $parent ] ] );
    ticket( queue => 'vesterholm', from => 'mads.hojgaard', ago => 70, sla => 'L3', subject => 'Forkert sprog i konsollen', cf => { Severity => 'S4' }, body => "Konsollen skifter til tysk." );
    ticket( queue => 'vesterholm', from => 'laerke.sorensen', ago => 6 * $D, sla => 'L4', subject => 'FP: elevplan.msi', cf => { Severity => 'S3', sample( 'elevplan.msi', 'PUA.Bundler.12', 'FP', '26.11.16.4', 'received' ) }, body => "Se venligst filen.",
        then => [
            [ 6 * $D - 60, 'take', 'mara.lindqvist' ], [ 6 * $D - 61, 'cf', 'mara.lindqvist', 'Stage' => 'in analysis' ],
            [ 5 * $D, 'cf', 'mara.lindqvist', 'Stage' => 'signature written' ], [ 5 * $D - 60, 'cf', 'mara.lindqvist', 'Stage' => 'in QA' ],
            [ 5 * $D - 120, 'cf', 'mara.lindqvist', 'Stage' => 'published', 'Database version' => '26.11.17.2' ],
            [ 5 * $D - 125, 'reply', 'mara.lindqvist', "Fixed in database 26.11.17.2." ], [ 5 * $D - 130, 'status', 'mara.lindqvist', 'resolved' ],
        ] );
    ticket( queue => 'vesterholm', from => 'laerke.sorensen', ago => 30 * $D, sla => 'L4', subject => 'Old test, please ignore', body => "x",
        then => [ [ 30 * $D - 3, 'status', 'ines.caldera', 'rejected' ] ] );

    # -- Halvorsund Clinics --------------------------------------------------
    ticket( queue => 'halvorsund', from => 'noor.abernathy', ago => 3 * $H + 50, sla => 'L2', subject => 'Scan blocks DICOM import', cf => { Severity => 'S2' }, body => "Import of images waits for minutes." );
    ticket( queue => 'halvorsund', from => 'noor.abernathy', ago => 7 * $H, sla => 'L2', subject => 'FN: lab_result.js', cf => { Severity => 'S2', sample( 'lab_result.js', 'none', 'FN', '26.11.21.2', 'received' ) }, body => "Downloader, 3 machines.",
        then => [
            [ 6 * $H, 'take', 'tomas.okafor' ], [ 6 * $H - 1, 'reply', 'tomas.okafor', "Received, thank you." ], [ 5 * $H, 'cf', 'tomas.okafor', 'Stage' => 'in analysis', 'Detection name' => 'JS.Dldr.Agent.4471' ],
            [ 4 * $H, 'cf', 'tomas.okafor', 'Stage' => 'signature written' ],
        ] );
    ticket( queue => 'halvorsund', from => 'oskar.delacroix', ago => 10 * $D, sla => 'L3', subject => 'Proxy needs authentication', cf => { Severity => 'S3', Channel => 'email' }, body => "NTLM only.",
        then => [ [ 9 * $D, 'take', 'ines.caldera' ], [ 9 * $D - 1, 'reply', 'ines.caldera', "Use the update mirror." ], [ 9 * $D - 2, 'status', 'ines.caldera', 'resolved' ], [ 1 * $D, 'reply', 'oskar.delacroix', "It does not work, please reopen." ] ] );
    ticket( queue => 'halvorsund', from => 'oskar.delacroix', ago => 25, sla => 'L4', subject => 'Documentation for silent uninstall', cf => { Severity => 'S4' }, body => "Which switch?" );

    # -- Brightwater Utilities ----------------------------------------------
    ticket( queue => 'brightwater', from => 'priya.halloran', ago => 22, sla => 'L1', subject => 'HMI station quarantined svchost copy', cf => { Severity => 'S1', sample( 'svchost_hmi.exe', 'Heur.Inject.3', 'FP', '26.11.22.4', 'received' ), 'Affected hosts' => ['hmi-02'] }, body => "Plant in manual mode!",
        then => [ [ 20, 'take', 'ines.caldera' ], [ 18, 'reply', 'ines.caldera', "We are on it. Please restore it from quarantine and add the hash to the allow list." ], [ 6, 'reply', 'quentin.mbeki', "Restored, still blocked at start." ] ] );
    ticket( queue => 'brightwater', from => 'quentin.mbeki', ago => 2 * $D, sla => 'L2', subject => 'Air-gapped update bundle has a bad signature', cf => { Severity => 'S2' }, body => "gpg says BAD.",
        then => [ [ 2 * $D - 15, 'take', 'mara.lindqvist' ], [ 2 * $D - 16, 'reply', 'mara.lindqvist', "Please send the SHA-256 of the bundle." ], [ 2 * $D - 17, 'status', 'mara.lindqvist', 'stalled' ] ] );
    ticket( queue => 'brightwater', from => 'priya.halloran', ago => 15 * $D, sla => 'L1', subject => 'Outage of the cloud lookup', cf => { Severity => 'S1' }, body => "All lookups time out.",
        then => [ [ 15 * $D - 10, 'take', 'tomas.okafor' ], [ 15 * $D - 20, 'reply', 'tomas.okafor', "Known outage, see the status page." ], [ 15 * $D - 300, 'reply', 'tomas.okafor', "Solved." ], [ 15 * $D - 301, 'status', 'tomas.okafor', 'resolved' ] ] );
    ticket( queue => 'brightwater', from => 'quentin.mbeki', ago => 1, sla => 'L2', subject => 'Two agents on one host', cf => { Severity => 'S3' }, body => "Two tray icons." );
}

# --------------------------------------------------------- bulk, for timing
if ($BULK) {
    # No mail scrips here, they are most of the cost; the SLA scrips still run.
    require RT::Action::Notify;
    require RT::Action::Autoreply;
    no warnings qw(redefine once);
    local *RT::Action::Notify::Prepare    = sub { return 0 };
    local *RT::Action::Autoreply::Prepare = sub { return 0 };
    my @from = map { my $c = $_; map { [ $c->{key}, $_ ] } grep { $contact{$_}->Organization eq $c->{name} } sort keys %contact } @customers;
    for my $n ( 1 .. $BULK ) {
        my ( $key, $who ) = @{ $from[ $n % @from ] };
        ticket( queue => $key, from => $who, ago => 60 + $n % 40_000, sla => 'L' . ( 1 + $n % 4 ),
            subject => sprintf( 'Bulk ticket %04d: endpoint does not report to the console', $n ),
            cf => { Severity => 'S' . ( 1 + $n % 4 ), Channel => (qw(portal email))[ $n % 2 ] }, body => "Generated for load tests, number $n.\n" );
    }
}

# ----------------------------------------------------------- accounts, tokens
undef $Clock;
open my $acc, '>', "$DIR/etc/accounts" or die "etc/accounts: $!";
print {$acc} "RT_USER=root\nRT_PASSWORD=$ENV{RT_ROOT_PASSWORD}\nRT_AGENT_PASSWORD=$ENV{RT_AGENT_PASSWORD}\nRT_CONTACT_PASSWORD=$ENV{RT_CONTACT_PASSWORD}\n";
my $root = RT::User->new($sys);
$root->Load('root');
for my $u ( $root, map $agent{$_}, sort keys %agent ) {
    my $t = RT::AuthToken->new($sys);
    my ( $id, $msg, $string ) = $t->Create( Owner => $u->id, Description => 'test instance' );
    ok( 'token ' . $u->Name, $id, $msg );
    ( my $var = uc $u->Name ) =~ tr/A-Z/_/c;
    print {$acc} "RT_TOKEN_$var=$string\n";
}
close $acc or die "etc/accounts: $!";

my $count = RT::Tickets->new($sys);
$count->FromSQL('id > 0');
printf "seeded: %d queues, %d contacts, %d engineers, %d tickets\n", scalar keys %queue, scalar keys %contact, scalar keys %agent, $count->Count;
