# Where tokens come from; `vigie login` and `vigie logout`.

no-token-environment = the environment variable { $name } is not set.
no-token-unreadable = the token file { $path } cannot be read: { $why }
no-token-read-by-others = others can read the token file; run: chmod 600 { $path }
no-token-command = the token command failed: { $why }
no-token-not-in-keyring = the keyring has nothing for { $account }; run: vigie login
no-token-no-keyring = no keyring can be asked here ({ $why }); vigie login tells other ways.
no-token-not-one = what was read is no token.

login-no-backend = No backend is configured; see: vigie config path
login-which = Which one? vigie login NAME, or vigie logout NAME, with one of: { $names }
login-elsewhere = { $name } takes its secret from { $key }. Without that line in the configuration, the keyring is asked.
login-no-keyring = This machine has no keyring that vigie can use: { $why }
login-other-ways = Other ways, one line under [[backend]] in the configuration:
    { "  " }token_file = "token"               a file that only you can read: (umask 077; cat > { $file })
    { "  " }token_command = "pass show desk"   what any other program prints
    { "  " }token_env = "VIGIE_TOKEN"          a variable of the environment
login-prompt-token = Token for { $name } ({ $address }), not shown:{ " " }
login-prompt-password = Password of { $user } for { $name } ({ $address }), not shown:{ " " }
login-known = { $name } knows you as { $who }.
login-not-kept = Nothing was kept.
login-kept = It is in the keyring of this machine now, as “{ $service }”, account { $account }. vigie logout takes it out.
logout-done = The keyring has nothing for { $account } any more. Until it is revoked over there, the token itself is good.
