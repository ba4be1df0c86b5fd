internal import Testing

@testable internal import Frames

@Suite struct LinkSettingsTests {
  @Test func `gives each way its own`() {
    var settings = LinkSettings()
    settings[.toGuest].loss = 0.5
    #expect(settings.toGuest.loss == 0.5)
    #expect(settings.fromGuest.loss == 0)
    settings[.fromGuest].delay = 7
    #expect(settings[.fromGuest].delay == 7)
  }

  @Test func `counts those that a rule is about from 1`() {
    let numbers = { (choice: LinkRule.Choice) in (1...9).filter(choice.includes) }
    #expect(numbers(.all).count == 9)
    #expect(numbers(.only(3)) == [3])
    #expect(numbers(.first(2)) == [1, 2])
    #expect(numbers(.every(4)) == [4, 8])
  }
}
