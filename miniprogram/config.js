// Where the pages are, and of which place: the only two things to change.
module.exports = {
  server: 'https://huiyin.example.gov.cn',
  place: 'suining',
}
