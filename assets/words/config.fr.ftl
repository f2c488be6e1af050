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
config-expected-section = il faut ici une section
config-expected-sections = il faut ici une section entre doubles crochets, comme [[backend]]
config-expected-rows = il faut ici une liste de lignes
config-unknown-word = « { $value } » n'est aucun de { $known }{ $meant }
config-unknown-zone = il n'y a pas de fuseau horaire « { $value } »{ $meant }
config-out-of-range = il faut ici une valeur de { $least } à { $most }
config-missing = ce réglage est nécessaire
config-bad-name = « { $value } » ne peut pas être un nom : il a de 1 à 128 caractères imprimables
config-name-twice = un autre serveur s'appelle déjà « { $value } »
config-bad-url = « { $value } » n'est pas une adresse web, comme https://desk.example/
config-in-the-clear = { $value } ferait passer le jeton en clair sur le réseau ; utilisez https, ou mettez allow_plain_http = true
config-one-token-source = { $found ->
    [0] un serveur a besoin de token_env, token_file ou token_command
   *[other] un serveur n'a besoin que d'un seul de token_env, token_file et token_command
}
config-one-password-source = { $found ->
    [0] un serveur avec un utilisateur a besoin de password_env, password_file ou password_command
   *[other] il faut soit un jeton, soit un utilisateur avec un seul de password_env, password_file et password_command
}
config-of-another-kind = un serveur de type « { $kind } » n'a pas ce réglage : il le sait lui-même
config-called-twice = un autre client s'appelle déjà « { $value } »
config-token = { $message }
config-unreadable = { $path } ne peut pas être lu : { $message }

keymap-syntax = ce n'est pas un clavier : { $message }
keymap-unknown-key = « { $key } » ne nomme aucune touche
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
