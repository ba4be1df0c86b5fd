import DNS
import Kernel

/// Answers every question for one name with an address that its test does not expect.
@main struct WrongAnswer: Service {
  static func start(_ system: System) async throws {
    let socket = try await system.network.udp.bind(port: 53)
    for await query in socket {
      // A copy of the question as a response with one answer: 192.0.2.99.
      var reply = Array(query.payload)
      guard reply.count > 12 else { continue }
      reply[2] = 0x84
      reply[7] = 1
      reply[11] = 0
      reply += [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 99]
      try? await query.reply(reply)
    }
  }
}
