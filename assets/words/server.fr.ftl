# `vigie serve`, `vigie token`, `vigie desk import`, `vigie demo --fill-only`.

server-listening = { $directory } est servi sur { $address }
server-empty = Cette base est vide. Dans un autre terminal :
server-empty-import = { "  " }vigie desk import FICHIER.toml{ $data }    qui est qui : responsables, calendriers, clients, contacts
server-empty-token = { "  " }vigie token create --name NOM --role manager --manager ID{ $data }    un jeton pour une console
server-no-token = Aucun jeton pour le moment : vigie token create --name NOM --role manager --manager ID{ $data }
server-closing = Fin des opérations en cours …
server-not-loopback = { $address } n'est pas une adresse locale : le http en clair ne doit pas quitter cette machine.
server-not-loopback-help = Donnez-lui un certificat (--tls-cert FICHIER --tls-key FICHIER), placez devant un mandataire qui parle TLS et ajoutez --behind-tls-proxy, ou écoutez sur 127.0.0.1.
server-token-first = { $address } n'est pas l'adresse locale et aucun jeton n'est en vigueur : personne ne pourrait entrer. Créez-en un d'abord :
server-tls-unreadable = Impossible de lire { $path } : { $why }
server-tls-read-by-others = Le fichier de clé { $path } peut être lu par d'autres. Exécutez : chmod 600 { $path }
server-tls-no-certificate = { $path } ne contient aucun certificat au format PEM.
server-tls-no-key = { $path } ne contient aucune clé privée au format PEM.
server-tls-no-fit = Le certificat et la clé ne vont pas ensemble : { $why }
server-cannot-listen = Impossible d'écouter sur { $address } : { $why }
server-no-directory = Pas de répertoire personnel pour la base : indiquez-en un avec --data RÉPERTOIRE.
server-failed = La base de { $directory } a échoué : { $why }
server-newer = La base de { $directory } est au format { $found } ; ce programme connaît jusqu'au { $known }. Rien n'a été touché : utilisez un vigie plus récent.
server-not-a-store = Le fichier de { $directory } n'est pas une base de vigie. Rien n'a été touché.
server-busy = La base de { $directory } est occupée : un autre programme écrit. Réessayez.
server-damaged = { $path } est endommagé : { $what }. Rien n'a été touché. Gardez le fichier et rétablissez la dernière sauvegarde dans un autre répertoire : vigie restore FICHIER --data RÉPERTOIRE
server-in-the-way = { $path } existe déjà, et rien n'est jamais écrasé. Indiquez un autre endroit ou déplacez-le.

backup-done = { $file } contient la base de { $directory } telle qu'à cet instant ; elle a été vérifiée et est intacte.
restore-done = { $directory } contient la base de { $file }. Les consoles se synchronisent de nouveau.

token-created = Jeton { $name } pour { $directory }. Il n'est montré qu'une fois :
token-needs-person = Sans --manager ID, ce jeton peut lire mais pas agir sur les demandes.
token-exists = Il existe déjà un jeton { $name }. Un nom ne sert qu'une fois ; voir : vigie token list
token-contact-needs-customer = Le jeton d'un contact nomme son client : --customer ID
token-unknown-manager = Il n'y a pas de responsable { $id } ici.{ $meant }
token-unknown-customer = Il n'y a pas de client { $id } ici.{ $meant }
token-meant = { " " }Vouliez-vous dire { $nearest } ?
token-name-empty = Un jeton a besoin d'un nom.
token-revoked = Le jeton { $name } est révoqué.
token-none = Aucun jeton { $name } en vigueur ; voir : vigie token list
token-list-empty = Aucun jeton pour le moment.
token-state-valid = valable
token-state-expired = expiré
token-state-revoked = révoqué
token-until = jusqu'au { $date }
token-for-ever = sans fin
token-everywhere = tous les clients

import-unreadable = Impossible de lire { $file } : { $why }
import-flaw = { $file }:{ $line }:{ $column }: { $key }{ $what }
import-key = { $key } :{ " " }
import-nothing = Rien n'a été importé.
import-not-toml = ce n'est pas du TOML : { $why }
import-unknown-key = clé inconnue { $name }{ $meant }
import-invalid-field = { $why }
import-empty-text = le nom est vide
import-too-many-contacts = un client nomme au plus { $limit } contacts ; en voici { $count }
import-duplicate-id = { $name } est donné deux fois
import-unknown-calendar = il n'y a pas de calendrier { $name }{ $meant }
import-unknown-manager = il n'y a pas de responsable { $name }{ $meant }
import-unknown-zone = { $name } n'est pas un fuseau IANA{ $meant }
import-never-opens = ce calendrier n'ouvre jamais : aucun délai en heures ouvrées ne pourrait être tenu
import-contract = le contrat se termine ({ $to }) avant de commencer ({ $from })
import-meant = {" "}; vouliez-vous dire { $nearest } ?
import-settings-changed = réglages du bureau modifiés
import-managers = { $added ->
    [one] { $added } responsable ajouté
   *[other] { $added } responsables ajoutés
}, { $changed } modifiés, { $unchanged } inchangés
import-calendars = { $added ->
    [one] { $added } calendrier ajouté
   *[other] { $added } calendriers ajoutés
}, { $changed } modifiés, { $unchanged } inchangés
import-customers = { $added ->
    [one] { $added } client ajouté
   *[other] { $added } clients ajoutés
}, { $changed } modifiés, { $unchanged } inchangés
import-rescheduled = { $count ->
    [one] { $count } demande ouverte a une autre échéance
   *[other] { $count } demandes ouvertes ont une autre échéance
}
import-version = version { $version } du bureau
import-dry-run = Simple question : rien n'a été modifié. Ce serait :

demo-not-empty = La base de { $directory } contient déjà des demandes : une démonstration demande un répertoire vide.
demo-filled = { $directory } contient maintenant { $tickets } demandes. Un jeton pour la console :
demo-serve = Ensuite : vigie serve --data { $directory }

## vigie check

check-no-backend = Aucun serveur n’est configuré : il n’y a rien à vérifier. `config.example.toml` montre comment.
check-failed = { $backend } : { $why }
check-sum = { $breached } hors délai, { $at-risk } à risque, { $open } ouvertes
