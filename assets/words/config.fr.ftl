# La configuration, le démarrage de la console et sa fin, en français.

config-good = { $path } est correct.
config-none = Il n'y a pas de configuration à { $path } : vigie montre sa démonstration. `config.example.toml` documente chaque réglage.
config-wrong = { $count ->
    [one] Une erreur dans la configuration. Rien n'a été démarré.
   *[other] { $count } erreurs dans la configuration. Rien n'a été démarré.
}
config-no-home = Aucun dossier personnel où chercher une configuration : utilisez --config FICHIER.

config-syntax = ce n'est pas du TOML : { $message }
config-unknown-key = ce réglage n'existe pas{ $meant }
config-meant = {" "}(vouliez-vous dire { $nearest } ?)
config-expected-text = il faut ici un texte entre guillemets
config-expected-flag = il faut ici true ou false
config-expected-seconds = il faut ici un nombre entier de secondes
config-expected-number = il faut ici un nombre entier
config-expected-texts = il faut ici une liste de textes, comme ["un", "deux"]
config-expected-number-list = il faut ici une liste de nombres entiers, comme [3, 4]
config-expected-section = il faut ici une section
config-expected-sections = il faut ici une section entre doubles crochets, comme [[backend]]
config-bad-command = { $value } ne se lit pas comme une commande : il manque un guillemet
config-expected-rows = il faut ici une liste de lignes
config-unknown-word = « { $value } » n'est aucun de { $known }{ $meant }
config-unknown-zone = il n'y a pas de fuseau horaire « { $value } »{ $meant }
config-out-of-range = il faut ici une valeur de { $least } à { $most }
config-bad-time = « { $value } » doit s'écrire comme { $form }
config-ends-before-start = la fin doit venir après le début
config-needs-other = il faut aussi { $other }
config-empty = une liste vide ne dit rien : ôtez-la, ou nommez quelque chose
config-for-a-shell = aucun shell ne lit cette commande : « { $word } » irait tel quel au programme ; écrivez un script et nommez-le ici
config-missing = ce réglage est nécessaire
config-bad-name = « { $value } » ne peut pas être un nom : il a de 1 à 128 caractères imprimables
config-name-twice = un autre serveur s'appelle déjà « { $value } »
config-bad-url = « { $value } » n'est pas une adresse web, comme https://desk.example/
config-in-the-clear = { $value } ferait passer le jeton en clair sur le réseau ; utilisez https, ou mettez allow_plain_http = true
config-one-token-source = un serveur prend son jeton à un seul endroit : token_env, token_file ou token_command, sinon le trousseau
config-one-password-source = avec un utilisateur, le mot de passe vient d'un seul endroit : password_env, password_file ou password_command, sinon le trousseau
config-of-another-kind = un serveur de type « { $kind } » n'a pas ce réglage : il le sait lui-même
config-means-two = « { $value } » désigne déjà autre chose : il ne peut en désigner qu’une
config-called-twice = un autre client s'appelle déjà « { $value } »
config-secret-written = un secret n'a pas sa place dans la configuration, qu'on montre, copie et sauvegarde ; ôtez-le et exécutez : vigie login
config-unreadable = { $path } ne peut pas être lu : { $message }
config-not-pem = { $path } ne contient pas ce qu'il faut au format PEM (-----BEGIN …)
config-key-read-by-others = le fichier de clé { $path } peut être lu par d'autres ; exécutez : chmod 600 { $path }

keymap-syntax = ce n'est pas un clavier : { $message }
keymap-unknown-key = « { $key } » ne nomme aucune touche
keymap-missing = la ligne ne dit pas « { $what } » : écrivez { "{" } on = "ctrl-r", run = "refresh", focus = "queue" { "}" }
keymap-sent-as = un terminal ne peut pas envoyer { $key } : il envoie { $other } à la place
keymap-never-sent = un terminal ne peut pas envoyer { $key }
keymap-frees-nothing = { $key } n'y veut rien dire de toute façon
keymap-unknown-command = il n'y a pas de commande « { $name } »{ $meant }
keymap-unknown-focus = il n'y a pas de volet « { $name } »{ $meant }
keymap-conflict = { $key } veut déjà dire « { $other } » dans ce volet{ $where }
keymap-conflict-line = {" "}(ligne { $line })

theme-unreadable = ce n'est pas un thème : { $message }
theme-unknown-meaning = aucun style ne s'appelle « { $name } »{ $meant }
theme-bad-colour = « { $value } » n'est pas une couleur
theme-missing = « { $name } » n'a pas de style

console-no-terminal = vigie dessine sur un terminal, et il n'y en a pas à son entrée et à sa sortie. Lancez-le dans un terminal, ou utilisez une de ses commandes : vigie --help
console-terminal-failed = Le terminal n'a pas pu être utilisé : { $why }
console-no-state = Aucun dossier personnel où garder la boîte d'envoi : définissez XDG_STATE_HOME.
console-no-server = La démonstration n'a pas pu démarrer : { $why }
console-panicked = vigie s'est arrêté à cause d'un défaut. Ce que vous avez envoyé ou alliez envoyer est en sécurité. Un rapport qui ne nomme aucun client est dans { $path }

doctor-no-backends = Aucun serveur n'est configuré : vigie montre sa démonstration.
doctor-backend = { $name } ({ $address })
doctor-connected = joint ; vous y êtes { $name }
doctor-unreachable = L'adresse est-elle juste, le serveur tourne-t-il, y a-t-il un réseau ou un VPN entre les deux ?
doctor-no-token = Rien ne lui a encore été envoyé.
doctor-not-allowed = Le jeton ou le mot de passe est faux, périmé ou révoqué. Créez-en un autre et mettez-le là où la configuration le prend.
doctor-forbidden = On vous y connaît, mais vous ne pouvez pas voir ce qu'il faut à vigie : demandez le droit de voir files, demandes et champs.
doctor-not-a-backend = Quelque chose répond, mais pas comme un serveur de ce type : vérifiez url et kind.
doctor-fault = Le serveur est là mais a lui-même un défaut : prévenez son administrateur.
doctor-sum = { $missing ->
    [0] Correspondance et serveur concordent ; { $left-out } à savoir.
    [one] Correspondance et serveur ne concordent pas sur un point ; { $left-out } à savoir.
   *[other] Correspondance et serveur ne concordent pas sur { $missing } points ; { $left-out } à savoir.
}
doctor-missing = { $subject } : absent du serveur, ou invisible pour vous{ $meant }
doctor-left-out = { $subject } est omis
doctor-queue = file « { $name } »
doctor-ticket-field = champ de demande « { $name } »
doctor-reply-field = champ de réponse « { $name } »
doctor-value = valeur « { $name } » de « { $field } »
doctor-status = statut « { $name } »
doctor-step = passage de « { $from } » à « { $to } »
doctor-group = groupe « { $name } »
doctor-user = utilisateur « { $name } »
doctor-cost-customer = Les demandes de ce client ne sont pas montrées.
doctor-cost-customers = Aucune demande ne peut être donnée à un client : rien n'est montré.
doctor-cost-severity = Chaque demande a la gravité de « otherwise », et l'échéance qui va avec.
doctor-cost-channel = Chaque demande compte comme déposée par le canal de « otherwise ».
doctor-cost-kind = Chaque demande est du type de « otherwise » : pas de demandes de signature.
doctor-cost-acknowledged = L'accusé de lecture échoue, et personne ne voit qui a vu une demande.
doctor-cost-signature = Cette partie des demandes de signature reste vide.
doctor-cost-steps = On ne sait pas où en est une demande de signature, et aucune étape ne se franchit d’ici.
doctor-cost-step-value = Aucune demande n’y sera jamais, et une étape qui l’écrit échoue.
doctor-cost-place = Les étapes qui y mènent sont grisées.
doctor-place = valeur qui veut dire « { $name } »
doctor-cost-interim = Chaque réponse du support compte comme qualifiée et arrête l'horloge ; provisoire est grisé.
doctor-cost-key = Une réponse dont l'accusé est perdu n'est retrouvée que par auteur, heure et texte.
doctor-cost-calls = Les appels sont notés sans lui, mais les recherches et rapports de RT ne le voient pas.
doctor-cost-value = Aucune demande ne l'aura jamais : la correspondance ne sert à rien.
doctor-cost-status = Une demande dans ce statut compte comme ouverte, si le cycle de vie le nomme autrement.
doctor-cost-unmapped = Les demandes qui l'ont comptent comme ouvertes : mettez-le sous map.status.
doctor-cost-unseen = Il n'y a encore aucune demande où voir un statut : regardez de nouveau plus tard.
doctor-cost-waiting = La mise en attente du client échoue, seule et après une réponse.
doctor-cost-resolving = La résolution échoue, seule et après une réponse.
doctor-cost-reopening = La réouverture échoue.
doctor-cost-voiding = L'annulation échoue.
doctor-cost-group = Les réponses de ses membres comptent comme celles du client : elles n'arrêtent aucune horloge.
doctor-cost-user = Cette personne ne peut être ni montrée ni choisie.
