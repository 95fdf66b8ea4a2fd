# From what the kind, the issuer and the year of a document were concluded (IdentityReason, YearSource).
# Findings store the English sentences: a changed word changes what is stored.

kind-by-title = { $kind }: { $title }
kind-by-title-as = { $kind }: { $title }: { $cause }
kind-by-text = { $kind } by its text
kind-by-text-as = { $kind } by its text: { $cause }
name-resolved = { $name }: { $cause }
names-of-several = { $name } are { $count } townships, which report together
name-of-several-bodies = { $name } may be { $units }, or another body
name-of-department = { $name } is the name of a department
name-of-county = { $name } is a county
name-of-any-county = { $name } is the county itself
name-of-higher-place = { $name } is a place above the counties
county-under-another = { $name } is found under { $place }
office-speaks = an office ({ $words })
stranger-named = { $name } is named, and no township; elsewhere { $units }
titles-name-two = one title names { $first }, another { $second }
named-in-signature = named in the signature only; { $cause }
named-in-opening = named in the opening only; { $cause }
named-in-text = named in the text only; { $cause }
year-from = year { $year } from { $sources }
year-contradicted = taken as { $year } from { $sources }; against it: { $others }
year-of-source = { $source } ({ $year })
sources-together = { $before }, { $last }
year-in-title = the title { $quote }
year-of-period = the period { $quote }
year-in-text = the text { $quote }
year-in-opening = the opening { $quote }
year-in-address = the address { $quote }
year-by-signing-date = the signing date { $quote }
year-by-publication-date = the publication date { $quote }

# Why a printed name refers to a unit, or to none (ResolutionReason).

county-and-unit-named = county and township are named
only-unit-of-name = the only township of this name in the country
only-unit-elsewhere = the only township of this name lies in { $place }, which the document does not name
several-units-of-name = { $count } townships of this name
decided-by-document = one of { $count } townships of this name, decided by a place that the document names
decided-by-site = one of { $count } townships of this name, decided by the county of the site
decided-by-place-in-front = one of { $count } townships of this name, decided by the place named in front of it
found-under-other-county = found under { $county }, but it lies in { $places }
only-in-other-counties = { $county } has no such township; { $count } elsewhere bear the name
misprinted = printed { $printed }, read as { $whole }
one-character-away = no such township; { $count } are one character away
no-unit-of-name = no township of this name
several-units-of-stem = { $printed } could be any of { $count } units of the county
listed-under-other-kind = { $printed } is listed as { $name } in { $county }
listed-with-kind = listed as { $name } in { $county }
