/// Events that wait to be taken, within bounds.
///
/// The machine's channels are read while its monitor is asked, too, when nobody takes events. What
/// comes then beyond the bounds is lost, which is an event itself, in its place among the others.
struct EventQueue {
  /// The memory that waiting events may take, roughly.
  static let maximumByteCount = 64 << 20

  /// Those that were taken are at the front until there are many.
  private var events: [MachineEvent] = []
  private var takenCount = 0
  private var weight = 0
  /// How many events have left the array.
  private var base = 0
  /// Where a channel's last loss stands, counted from the first event ever, if nothing of the
  /// channel came since.
  private var losses: [MachineEvent.Channel: Int] = [:]
  /// Descriptors whose readiness waits already.
  private var readable: Set<DescriptorWatch> = []

  var isEmpty: Bool { takenCount == events.count }

  /// Adds an event, or counts it as lost if there is no room.
  mutating func append(_ event: MachineEvent) {
    if case .readable(let watch) = event.kind, !readable.insert(watch).inserted { return }
    guard let load = event.kind.load else { return events.append(event) }
    if weight + load.weight <= Self.maximumByteCount {
      weight += load.weight
      losses[load.channel] = nil
      return events.append(event)
    }
    var count = load.count
    if let place = losses[load.channel], place - base >= takenCount {
      if case .lost(_, let before) = events[place - base].kind { count += before }
      events[place - base] = MachineEvent(time: event.time, kind: .lost(load.channel, count))
      return
    }
    losses[load.channel] = base + events.count
    events.append(MachineEvent(time: event.time, kind: .lost(load.channel, count)))
  }

  /// Takes the event that has waited longest; nil if none does.
  mutating func takeFirst() -> MachineEvent? {
    guard !isEmpty else { return nil }
    let event = events[takenCount]
    takenCount += 1
    weight -= event.kind.load?.weight ?? 0
    if case .readable(let watch) = event.kind { readable.remove(watch) }
    if isEmpty || takenCount > 1024 && takenCount * 2 > events.count {
      base += takenCount
      events.removeFirst(takenCount)
      takenCount = 0
    }
    return event
  }
}

extension MachineEvent.Kind {
  /// What an event holds: how much of which channel, and roughly how much memory it takes.
  ///
  /// Nil for those of which there are few, and which say what must not be lost.
  fileprivate var load: (channel: MachineEvent.Channel, count: Int, weight: Int)? {
    switch self {
    case .console(let bytes): (.console, bytes.count, bytes.count + 128)
    case .records(let bytes): (.records, bytes.count, bytes.count + 128)
    case .output(let id, let stream, let bytes):
      (.client(id, stream), bytes.count, bytes.count + 128)
    case .monitor: (.monitor, 1, 1024)
    case .exited, .processExited, .readable, .interrupted, .lost: nil
    }
  }
}
