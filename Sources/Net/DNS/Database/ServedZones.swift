/// A database that many functions look into: passed as one word, and never changed.
final class ServedZones: Sendable {
  let database: ZoneDatabase

  init(_ database: consuming ZoneDatabase) {
    self.database = database
  }
}
