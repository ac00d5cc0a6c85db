report lab.json -f html --for grader
page
