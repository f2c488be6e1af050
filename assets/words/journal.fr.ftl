# `vigie journal`.

journal-none = Il n’y a pas encore de journal sur ce poste.
journal-whole = { $desk } : { $lines } lignes, chacune à sa place et intacte.
journal-proven = Le serveur du support les confirme jusqu’à la ligne { $proven }.
journal-since = Depuis, { $since } n’ont pas encore été montrées au serveur : si les dernières étaient coupées, rien ne le dirait.
journal-unproven = Non comparé avec le serveur du support ({ $why }). Seul, un journal ne peut montrer que sa fin a été coupée ou qu’il a été réécrit.
journal-no-desk = aucun serveur de votre configuration ne l’a
journal-no-witness = ce type de serveur ne garde pas de témoin
journal-broken = { $desk } : LE JOURNAL N’EST PLUS CE QU’IL ÉTAIT. { $what }
journal-missing = La ligne { $number } manque, ou se trouve ailleurs.
journal-altered = La ligne { $number } a été modifiée.
journal-rewritten = La ligne { $number } n’est pas celle qui a été montrée au serveur : le journal a été réécrit.
journal-cut-off = Il finit à la ligne { $there } ; le serveur en a vu { $shown } : le reste a été coupé.
journal-unreadable = La ligne { $number } est illisible ; voir : vigie journal verify
journal-made = fait
journal-accepted = accepté par le serveur à { $at }
journal-refused = refusé par le serveur : { $code }
journal-moot = l’était déjà
journal-withdrawn = retiré
