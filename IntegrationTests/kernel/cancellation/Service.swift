import Kernel

/// Checks that cancelled tasks wake up from what they wait for.
@main struct CancellationTest: Service {
  static func start(_ system: System) async throws(BindError) {
    let start = system.uptime
    let sleeper = Task { () -> Bool in
      do throws(CancellationError) {
        try await Task.sleep(for: .seconds(3600))
        return false
      } catch {
        return true
      }
    }
    await Task.yield()
    sleeper.cancel()
    let wasCancelled = await sleeper.value
    system.check(wasCancelled, "a cancelled sleep throws")
    system.check(system.uptime - start < .seconds(60), "it does so at once")

    let early = Task { () -> Bool in
      while !Task.isCancelled { await Task.yield() }
      do throws(CancellationError) {
        try await Task.sleep(for: .seconds(3600))
        return false
      } catch {
        return true
      }
    }
    early.cancel()
    let wasEarly = await early.value
    system.check(wasEarly, "a sleep that begins in a cancelled task throws")

    let socket = try system.network.udp.bind(port: 1000)
    let receiver = Task { () -> Int in
      var count = 0
      for await _ in socket { count += 1 }
      return count
    }
    await Task.yield()
    receiver.cancel()
    let count = await receiver.value
    system.check(count == 0, "a cancelled receiver ends its loop")
    system.exit()
  }
}
