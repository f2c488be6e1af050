# Ce d'après quoi les demandes sont lues, en dehors d'elles-mêmes.

notice-not-seen = { $backend } ne montre pas tout ce d'après quoi les demandes sont lues : { $unseen }
unseen-group = groupe { $name } (les réponses de ses membres peuvent passer pour celles du client, les échéances être fausses)
unseen-queue = file { $name } (ses demandes manquent)
unseen-field = champ { $name } (lu comme s'il était vide)
