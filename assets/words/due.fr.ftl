# `vigie due` : pour quand la réponse est-elle due ?

due-promise-around-the-clock = Niveau { $severity } { $name } : réponse qualifiée sous { $length }, jour et nuit.
due-promise-business-hours = Niveau { $severity } { $name } : réponse qualifiée sous { $length } ouvrées.
due-severity-1 = Critique
due-severity-2 = Élevée
due-severity-3 = Moyenne
due-severity-4 = Faible

due-label-filed = Déposée
due-label-due = Échéance
due-label-left = Reste
due-label-counted = Compté
due-label-calendar = Calendrier
due-zone = (support, { $zone })
due-zone-reader = (vous, { $zone })

due-left-around-the-clock = { $length }
due-left-business-hours = { $length } ouvrées
due-left-shut = hors horaires jusqu’au { $opening }
due-late = EN RETARD de { $length }
due-never = jamais : le calendrier n’ouvre pas assez longtemps
due-counted-always = chaque minute du dépôt à l’échéance
due-counted-more = … et { $count } autres plages
due-phone = Déposée hors horaires : le client doit aussi téléphoner.

due-calendar-built-in = { $name }, supposé tant que vous ne l’avez pas confirmé (tzdata { $tzdata })
due-calendar-file = { $name } (tzdata { $tzdata })

due-instant = { $weekday } { $day } { $month } { $time } { $zone }
due-instant-year = { $weekday } { $day } { $month } { $year } { $time } { $zone }
due-date = { $weekday } { $day } { $month }
due-weekday-1 = lun.
due-weekday-2 = mar.
due-weekday-3 = mer.
due-weekday-4 = jeu.
due-weekday-5 = ven.
due-weekday-6 = sam.
due-weekday-7 = dim.
due-month-1 = janv.
due-month-2 = févr.
due-month-3 = mars
due-month-4 = avr.
due-month-5 = mai
due-month-6 = juin
due-month-7 = juil.
due-month-8 = août
due-month-9 = sept.
due-month-10 = oct.
due-month-11 = nov.
due-month-12 = déc.
due-day =
    { $day ->
        [1] 1er
       *[other] { $day }
    }

due-length-days = { $count } j
due-length-hours = { $count } h
due-length-minutes = { $count } min
due-length-seconds = { $count } s

due-error-unknown-calendar = il n’y a pas de calendrier « { $name } » ; connus : { $known }, ou bien le chemin d’un fichier TOML ou JSON
due-error-unknown-calendar-suggest = il n’y a pas de calendrier « { $name } » ; vouliez-vous dire « { $nearest } » ?
due-error-unreadable = impossible de lire le calendrier { $path } : { $why }
due-error-calendar = le calendrier { $name } est inutilisable : { $why }
due-error-zone = tz : « { $zone } » n’est pas un fuseau horaire IANA
due-error-zone-suggest = tz : « { $zone } » n’est pas un fuseau horaire IANA ; vouliez-vous dire « { $nearest } » ?
due-error-window = { $key } : la plage ouvre à { $open } et ferme à { $close }, or elle doit fermer après avoir ouvert
due-error-closing = { $key } : la fermeture va du { $from } au { $to }, or elle ne doit pas finir avant de commencer
due-error-never-opens = il n’ouvre jamais : aucun délai en heures ouvrées ne pourrait être tenu
due-vain-special-holiday = le { $date } a des horaires particuliers et figure parmi les jours fériés : c’est l’un ou l’autre
due-vain-special-closing = le { $date } a des horaires particuliers et tombe dans { $closing } : c’est l’un ou l’autre
due-vain-holiday-twice = le { $date } figure déjà parmi les jours fériés
due-vain-closing = cette fermeture est comprise dans { $closing }, déjà fermé
due-vain-rule-twice = { $code } est déjà cité
due-vain-rule = les jours fériés de { $code } sont tous parmi ceux de { $within }
