import DNS
import Kernel
import Resolver

/// Resolves the names that datagrams hold: the first byte is the type, the rest the name.
///
/// With a type of 0 it is the last byte of the addresses of the name servers to ask from then on.
/// The answer is a digit for the outcome, then the data of the records.
@main struct ResolverService: Service {
  static func start(_ system: System) async throws(BindError) {
    let network = system.network
    for await query in try network.udp.bind(port: 7) {
      if query.payload.first == 0 {
        network.nameServers = query.payload.dropFirst().map { IPv4Address(10, 0, 0, $0) }
        continue
      }
      Task {
        let answer = await answer(query.payload, network)
        try? network.udp.bind().send(answer, to: query.source)
      }
    }
  }

  static func answer(_ query: [UInt8], _ network: Network) async -> [UInt8] {
    guard query.count > 1, let name = Name(Array(query.dropFirst())) else { return [9] }
    do throws(ResolveError) {
      let type = RecordType(rawValue: UInt16(query[0]))
      // Large sets are only counted: what comes back must fit a datagram.
      let data = try await network.records(name, type)
      let count = [
        UInt8(truncatingIfNeeded: data.count >> 8), UInt8(truncatingIfNeeded: data.count),
      ]
      return [0] + count + data.prefix(8).flatMap { $0 }
    } catch {
      switch error {
      case .nameNotFound: return [1]
      case .noData: return [2]
      case .timedOut: return [3]
      case .serverFailed(let code): return [4, UInt8(truncatingIfNeeded: code)]
      case .badAnswer: return [5]
      case .notAName, .noServer, .busy, .cancelled: return [6]
      }
    }
  }
}
