internal import Net
internal import _Concurrency

// Embedded Swift has no sequences that throw: these end where the connection breaks, and its error
// says why.

extension TCPConnection: AsyncSequence {
  public typealias Element = [UInt8]
  public typealias Failure = Never

  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(connection: self)
  }

  /// The bytes one by one.
  public var bytes: Bytes { Bytes(connection: self) }

  /// Takes what arrives, as much as there is each time.
  ///
  /// It ends when the peer sends no more, when the connection breaks, which its error tells, and
  /// when the task is cancelled.
  public struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate let connection: TCPConnection

    @_optimize(speed)
    public mutating func next() async -> [UInt8]? {
      await connection.chunk(atMost: 64 * 1024)
    }

    @_optimize(speed)
    public mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(Never) -> [UInt8]? {
      await connection.chunk(atMost: 64 * 1024)
    }
  }

  /// The bytes of a connection one by one; ends as the sequence of chunks does.
  public struct Bytes: AsyncSequence, Sendable {
    public typealias Element = UInt8
    public typealias Failure = Never

    fileprivate let connection: TCPConnection

    public func makeAsyncIterator() -> AsyncIterator {
      AsyncIterator(connection: connection)
    }

    /// Takes bytes from a chunk, and the next chunk when it is used up.
    public struct AsyncIterator: AsyncIteratorProtocol {
      fileprivate let connection: TCPConnection
      private var chunk: [UInt8] = []
      private var place = 0

      fileprivate init(connection: TCPConnection) {
        self.connection = connection
      }

      @_optimize(speed)
      public mutating func next() async -> UInt8? {
        if place == chunk.count {
          chunk = await connection.chunk(atMost: 4096) ?? []
          place = 0
        }
        return takeByte()
      }

      @_optimize(speed)
      public mutating func next(
        isolation actor: isolated (any Actor)?
      ) async throws(Never) -> UInt8? {
        if place == chunk.count {
          chunk = await connection.chunk(atMost: 4096) ?? []
          place = 0
        }
        return takeByte()
      }

      private mutating func takeByte() -> UInt8? {
        guard place < chunk.count else { return nil }
        place += 1
        return chunk[place - 1]
      }
    }
  }

  /// What has arrived, or arrives next; nil at the end of it all.
  fileprivate func chunk(atMost limit: Int) async -> [UInt8]? {
    var chunk: [UInt8] = []
    do throws(StreamError) {
      return try await read(into: &chunk, atMost: limit) > 0 ? chunk : nil
    } catch {
      return nil
    }
  }
}
