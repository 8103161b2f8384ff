// country: a country's card
//
// How much articles say by and about a country, and of its officials.
//
// @param country  country required  Which.
// @example query run country --country Ukraine
MATCH (country:Country {iso3: $country})
RETURN country.name AS country, country.iso3 AS code,
       COUNT { MATCH (country)-[:SAID]->() } AS statements,
       COUNT { MATCH ()-[:REFERENCES]->(country) } AS statements_about,
       COUNT { MATCH (country)-[:ACCUSED]->() } AS accusations_made,
       COUNT { MATCH ()-[:ACCUSED]->(country) } AS accusations_received,
       COUNT { MATCH (country)-[:DENIED]->() } AS denials,
       COUNT { MATCH (country)<-[:OF]-(:Office) } AS offices,
       COUNT { MATCH (country)-[:MEMBER_OF]->() } AS memberships,
       country.id AS id
ORDER BY id
