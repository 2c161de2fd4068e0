"""The grade, corps or cadre d'emplois of a public-service post."""
