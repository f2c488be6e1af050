# D'où viennent les jetons ; `vigie login` et `vigie logout`.

no-token-environment = la variable d'environnement { $name } n'est pas définie.
no-token-unreadable = le fichier du jeton { $path } ne peut pas être lu : { $why }
no-token-read-by-others = d'autres peuvent lire le fichier du jeton ; exécutez : chmod 600 { $path }
no-token-command = la commande du jeton a échoué : { $why }
no-token-not-in-keyring = le trousseau n'a rien pour { $account } ; exécutez : vigie login
no-token-no-keyring = aucun trousseau n'est accessible ici ({ $why }) ; vigie login dit comment faire autrement.
no-token-not-one = ce qui a été lu n'est pas un jeton.

login-no-backend = Aucun serveur n'est configuré ; voir : vigie config path
login-which = Lequel ? vigie login NOM, ou vigie logout NOM, avec l'un de : { $names }
login-elsewhere = { $name } prend son secret de { $key }. Sans cette ligne de la configuration, c'est le trousseau qui le donne.
login-no-keyring = Cette machine n'a pas de trousseau que vigie puisse utiliser : { $why }
login-other-ways = Autrement, une ligne sous [[backend]] dans la configuration :
    { "  " }token_file = "token"               un fichier que vous seul pouvez lire : (umask 077; cat > { $file })
    { "  " }token_command = "pass show desk"   ce qu'affiche un autre programme
    { "  " }token_env = "VIGIE_TOKEN"          une variable d'environnement
login-prompt-token = Jeton pour { $name } ({ $address }), sans l'afficher :{ " " }
login-prompt-password = Mot de passe de { $user } pour { $name } ({ $address }), sans l'afficher :{ " " }
login-known = { $name } vous connaît comme { $who }.
login-not-kept = Rien n'a été gardé.
login-kept = Il est désormais dans le trousseau de cette machine, sous « { $service } », compte { $account }. vigie logout l'en retire.
logout-done = Le trousseau n'a plus rien pour { $account }. Tant qu'il n'est pas révoqué là-bas, le jeton lui-même reste valable.
