import Kernel

/// Answers every question with an address that its test does not expect.
@main struct WrongAnswer: Service {
  static func start(_ system: System) async throws(BindError) {
    let socket = try system.network.udp.bind(port: 53)
    for await query in socket {
      // The question as a response with one answer: 192.0.2.99.
      var answer = query.payload
      guard answer.count > 12 else { continue }
      answer[2] = 0x84
      answer[7] = 1
      answer += [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 99]
      try? socket.send(answer, to: query.source)
    }
  }
}
