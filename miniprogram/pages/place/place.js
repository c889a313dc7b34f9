const { server, place } = require('../../config')

const AWAY = '没有连上，请检查网络后再试。'

// Logs in with a code that is good once; the answer is an address that opens once.
Page({
  data: { url: '', busy: false, sentence: '' },

  withPhone(event) {
    this.logIn(event.detail.code || '') // without the number when the user said no
  },

  enter() {
    this.logIn('')
  },

  logIn(phoneCode) {
    if (this.data.busy) return
    this.setData({ busy: true, sentence: '' })
    wx.login({
      success: ({ code }) => this.ask({ code, phone_code: phoneCode }),
      fail: () => this.say(AWAY),
    })
  },

  ask(data) {
    wx.request({
      url: `${server}/channels/miniprogram/${place}/login`,
      method: 'POST',
      data,
      success: ({ data: answer }) => {
        if (answer.url) this.setData({ url: answer.url, busy: false })
        else this.say(answer.sentence || AWAY)
      },
      fail: () => this.say(AWAY),
    })
  },

  say(sentence) {
    this.setData({ busy: false, sentence })
  },
})
