SELECT label, count(*) FROM node GROUP BY label
