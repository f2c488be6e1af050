# Ce qui est proposé de dire au client à chaque étape d'une demande de signature. Qui l'envoie peut le changer.
# Les noms entre doubles accolades sont remplis ; ¶ ouvre un paragraphe là où il y a la place.

say-gate = Bonjour {"{{contact}}"}, nous avons contrôlé {"{{object}}"} ({"{{ticket}}"}) avec les dernières bases et constatons la même chose. Votre demande passe à nos spécialistes.
say-specialists = Bonjour {"{{contact}}"}, votre demande {"{{ticket}}"} est chez nos spécialistes. Nous vous écrivons dès qu'il y a du nouveau.
say-return = Bonjour {"{{contact}}"}, nos spécialistes ont besoin d'autres éléments pour avancer sur {"{{ticket}}"} :
say-reject = Bonjour {"{{contact}}"}, nos spécialistes ont examiné {"{{object}}"} : la détection est juste, les bases restent comme elles sont ({"{{ticket}}"}).
say-publish = Bonjour {"{{contact}}"}, la correction pour {"{{object}}"} ({"{{ticket}}"}) est dans les bases {"{{base}}"}. Merci de mettre à jour et de nous dire si tout fonctionne.
say-inform = Bonjour {"{{contact}}"}, la correction pour {"{{object}}"} ({"{{ticket}}"}) est publiée. Merci de mettre vos bases à jour et de nous dire si tout fonctionne.
say-verify = Bonjour {"{{contact}}"}, merci pour votre contrôle : {"{{ticket}}"} est terminée. Pensez à retirer ce que vous aviez mis en place entre-temps.
say-update = Bonjour {"{{contact}}"}, ¶ Avant que nos spécialistes prennent votre demande {"{{ticket}}"}, l'objet doit être constaté avec les dernières bases ({"{{latest}}"} à cette heure). Merci de mettre à jour, d'analyser à nouveau, et de nous donner la version des bases, l'heure et le résultat. ¶ Merci de nous envoyer en même temps ce qui manque encore : {"{{missing}}"}.
say-exclude = Bonjour {"{{contact}}"}, en attendant la correction vous pouvez exclure {"{{object}}"} par son empreinte SHA-256, jamais par son chemin. Nous vous rappellerons de retirer l'exclusion.
say-isolate = Bonjour {"{{contact}}"}, en attendant la correction, merci de garder les machines concernées hors du réseau. Nous vous dirons quand elles peuvent y revenir.
say-end-exclusion = Bonjour {"{{contact}}"}, l'exclusion de {"{{object}}"} n'est plus utile. Merci de la retirer.
say-end-isolation = Bonjour {"{{contact}}"}, les machines gardées hors du réseau peuvent y revenir.

say-gap-sha256 = l'empreinte SHA-256 de l'objet
say-gap-detection = le nom de la détection
say-gap-product = le produit et sa version
say-gap-component = le composant concerné
say-gap-bases = la version et l'heure de publication de vos bases
say-gap-rescan = l'heure et le résultat d'une nouvelle analyse
say-gap-origin = la provenance de l'objet
say-gap-purpose = le rôle de l'objet
say-gap-impact = l'application touchée
say-gap-machines = le nombre de machines concernées
say-gap-container = l'objet dans une archive chiffrée
