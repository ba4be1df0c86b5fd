internal import DNS
internal import Resolver
internal import Testing

@Suite struct LookupAnswerTests {
  @Test func `follows aliases in one answer`() {
    var asking = Asking()
    asking.reply {
      $0.answers = [
        Reply.a("b.example", 1, seconds: 500), Reply.alias("www.example", "a.example", seconds: 90),
        Reply.alias("A.example", "B.example", seconds: 200),
      ]
    }
    #expect(asking.answer?.outcome == .records([[10, 0, 0, 1]]))
    #expect(asking.answer?.name == Name(labels: "b.example") && asking.answer?.seconds == 90)
  }

  @Test func `asks for the target of an alias that the answer leaves open`() {
    var asking = Asking()
    asking.reply { $0.answers = [Reply.alias("www.example", "a.other", seconds: 90)] }
    let question = Array(Reply.question(of: asking.query))
    #expect(question.count == Name(labels: "a.other").bytes.count + 4)
    asking.reply { $0.answers = [Reply.a("a.other", 9)] }
    #expect(asking.answer?.outcome == .records([[10, 0, 0, 9]]) && asking.answer?.seconds == 90)
  }

  @Test func `gives up on aliases without end`() {
    var asking = Asking()
    asking.reply {
      $0.answers = [
        Reply.alias("www.example", "a.example"), Reply.alias("a.example", "www.example"),
      ]
    }
    #expect(asking.step == .failed(.badAnswer))
    asking = Asking()
    for _ in 0..<20 {
      asking.reply {
        $0.answers = [
          Reply.alias("www.example", "a.example"), Reply.alias("b.example", "www.example"),
          Reply.alias("a.example", "b.example"),
        ]
      }
    }
    #expect(asking.step == .failed(.badAnswer))
  }

  @Test func `an alias is what was asked for`() {
    var asking = Asking("www.example", .cname)
    asking.reply { $0.answers = [Reply.alias("www.example", "a.example")] }
    #expect(asking.answer?.outcome == .records([Name(labels: "a.example").bytes]))
  }

  @Test func `believes nothing that was not asked for`() {
    var asking = Asking()
    asking.reply {
      $0.answers = [Reply.a("bank.example", 66)]
      $0.authority = [Reply.a("www.example", 66), Reply.soa("example", minimum: 5)]
      $0.additional = [Reply.a("www.example", 66)]
    }
    #expect(asking.answer?.outcome == .noData)
  }

  @Test func `a name that does not exist is believed for the time of its zone`() {
    var asking = Asking()
    asking.reply {
      $0.flags |= 3
      $0.authority = [Reply.soa("example", minimum: 5)]
    }
    #expect(asking.answer?.outcome == .nameNotFound && asking.answer?.seconds == 5)
    asking = Asking()
    asking.reply {
      $0.flags |= 3
      $0.authority = [Reply.soa("other", minimum: 5)]
    }
    #expect(asking.answer?.outcome == .nameNotFound && asking.answer?.seconds == 0)
    asking = Asking()
    asking.reply { $0.flags |= 3 }
    #expect(asking.answer?.seconds == 0)
  }

  @Test func `an alias may lead to a name that does not exist`() {
    var asking = Asking()
    asking.reply {
      $0.flags |= 3
      $0.answers = [Reply.alias("www.example", "a.example")]
      $0.authority = [Reply.soa("example", minimum: 5, seconds: 4)]
    }
    #expect(asking.answer?.outcome == .nameNotFound && asking.answer?.seconds == 4)
    #expect(asking.answer?.name == Name(labels: "a.example"))
  }

  @Test func `a name without data of the type`() {
    var asking = Asking("www.example", .aaaa)
    asking.reply { $0.authority = [Reply.soa("example", minimum: 7)] }
    #expect(asking.answer?.outcome == .noData && asking.answer?.seconds == 7)
    // Without the zone's word it is believed once only.
    asking = Asking("www.example", .aaaa)
    asking.reply { _ in }
    #expect(asking.answer?.outcome == .noData && asking.answer?.seconds == 0)
  }

  @Test func `a referral is of no use`() {
    var asking = Asking()
    let referral = Reply.Record(
      owner: Name(labels: "example"), type: .ns, data: Name(labels: "ns.example").bytes)
    asking.reply {
      $0.flags = 0x8100
      $0.authority = [referral]
    }
    #expect(asking.server == Asking.servers[1])
    asking.reply { $0.flags = 0x8100 }
    #expect(asking.server == Asking.servers[0])
  }
}
