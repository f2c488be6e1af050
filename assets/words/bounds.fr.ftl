# Ce qui ne se laisse ni lire, ni écrire, ni finir : serveurs, bases et sorties récalcitrants.

check-unreadable = { $backend } : sa réponse sur { $ticket } est illisible ; nul ne sait où elle en est

output-lost = Ce qu’il y avait à dire n’a pas pu être écrit : { $why }

export-no-backend = Aucun serveur n’est configuré : il n’y a aucun ticket à imprimer. `vigie config path` dit où va la configuration, et `config.example.toml` comment on y nomme un serveur.

server-no-store = Il n’y a pas de base dans { $directory }. Rien n’a été créé : indiquez le dossier de la base avec --data ; `vigie desk import FICHIER` et `vigie serve` en commencent une nouvelle.
server-flaws = Tout ce bureau ne se lit pas tel quel ; le reste est servi. `vigie desk check{ $data }` dit quoi, et que faire.
backup-failed = La copie n’a pas pu être écrite dans { $file } : { $why }
restore-failed = { $file } n’a pas pu être remis en place : { $why }
restore-not-a-store = { $file } n’est pas une base de vigie : il n’y a rien à remettre en place.
restore-newer = { $file } est au format { $found } ; ce programme connaît jusqu’au { $known }. Rien n’a été remis en place : prenez un vigie plus récent.

token-not-shown = Le jeton { $name } n’a pas pu être affiché ({ $why }) et a été repris : personne ne l’a.
token-ends-before-now = Le jeton serait déjà périmé. Rien n’a été créé : donnez un jour encore à venir.
token-ends-too-late = Aucun jeton ne vaut au-delà de l’année { $last }. Rien n’a été créé.

import-out-of-years = { $date } n’est pas entre les années { $first } et { $last }

desk-check-well = Tout ce qui est dans { $directory } se lit.
desk-check-ill = Tout ce qui est dans { $directory } ne se lit pas tel quel. `vigie desk check --mend{ $data }` écrit comme on le lit ce qui est lu autrement ; ce qui est illisible revient par `vigie desk import FICHIER{ $data }`.
desk-check-unreadable = { $part } { $name } : illisible, mis de côté : { $what }
desk-check-otherwise = { $part } { $name }, { $key } : { $what } n’est d’aucune année que le bureau connaisse ; on lit la plus proche
desk-check-programme = programme
desk-check-calendar = calendrier
desk-check-manager = gestionnaire
desk-check-customer = client
desk-check-ticket = ticket
desk-check-fact = fait
desk-check-audit = ligne du registre d’audit
