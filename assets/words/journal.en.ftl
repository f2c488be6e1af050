# `vigie journal`.

journal-none = There is no journal on this machine yet.
journal-whole = { $desk }: { $lines } lines, each in its place and unaltered.
journal-proven = The desk confirms them up to line { $proven }.
journal-since = { $since } since then were not shown to the desk yet: if the last of them were cut off, nobody could tell.
journal-unproven = Not compared with the desk ({ $why }). By itself a journal cannot show that its end was cut off, or that it was written anew.
journal-no-desk = no desk of your configuration has it
journal-no-witness = this kind of backend keeps no witness
journal-broken = { $desk }: THE JOURNAL IS NOT WHAT IT WAS. { $what }
journal-missing = Line { $number } is missing, or stands elsewhere.
journal-altered = Line { $number } was altered.
journal-rewritten = Line { $number } is not the one that the desk was shown: the journal was written anew.
journal-cut-off = It ends with line { $there }; the desk was shown { $shown } lines: the rest was cut off.
journal-unreadable = Line { $number } cannot be read; see: vigie journal verify
journal-made = made
journal-accepted = accepted by the desk at { $at }
journal-refused = refused by the desk: { $code }
journal-moot = was already so
journal-withdrawn = withdrawn
