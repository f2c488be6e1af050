# Les demandes qui ne sont plus là quand on les ouvre, et une horloge déréglée.

notice-merged-into = { $ticket } a été fusionnée : elle continue dans { $into }.
notice-deleted = { $ticket } y a été supprimée, et a quitté la file.
notice-moved-away = { $ticket } n’appartient plus à aucun client de ce support, et a quitté la file.
notice-clock-ahead = L’horloge de cette machine avance de { $by } sur celle de { $backend }. Les comptes à rebours suivent { $backend } ; remettez l’horloge à l’heure.
notice-clock-behind = L’horloge de cette machine retarde de { $by } sur celle de { $backend }. Les comptes à rebours suivent { $backend } ; remettez l’horloge à l’heure.
status-clock-ahead = horloge : +{ $by }
status-clock-behind = horloge : −{ $by }
doctor-clock-ahead = l’horloge de cette machine avance de { $by } sur celle du serveur : remettez-la à l’heure
doctor-clock-behind = l’horloge de cette machine retarde de { $by } sur celle du serveur : remettez-la à l’heure
doctor-clock = les horloges de cette machine et du serveur concordent
their-over-level = fixée à la main, et non par son niveau { $level }
their-own-rule = fixée par une règle de là-bas : sans niveau de service
their-short-own-rule = fixée par une règle de là-bas
