internal import Core
public import Wire

/// One word of the command line; a value that is not as asked for ends the guest with its name.
///
///     let workers = system.arguments["workers"]?.integer ?? 4
public struct Argument: Sendable {
  private let value: ArgumentValue

  init(_ value: ArgumentValue) { self.value = value }

  /// The bytes of the value; none for a word without one.
  public var bytes: ArraySlice<UInt8> { value.bytes ?? [] }

  /// The value as a whole number: decimal or with `0x` hexadecimal, perhaps with a minus sign.
  public var integer: Int {
    do throws(ArgumentError) { return try value.integer() } catch { panic(error) }
  }

  /// The value as yes or no: yes, on, true, 1 or no, off, false, 0.
  ///
  /// A word without a value says yes.
  public var flag: Bool {
    do throws(ArgumentError) { return try value.flag() } catch { panic(error) }
  }

  /// The value as a time: a whole number and one of the units ns, us, ms, s, min, h.
  public var duration: Duration {
    do throws(ArgumentError) { return try value.duration() } catch { panic(error) }
  }

  /// The value as an IPv4 address.
  public var address: IPv4Address {
    do throws(ArgumentError) {
      return IPv4Address(rawValue: try value.address())
    } catch { panic(error) }
  }

  /// Whether the value is a text.
  public func equals(_ text: StaticString) -> Bool { ArgumentValue.equals(bytes, text) }

  /// Ends the guest because the value is not what the service can use.
  ///
  /// - Parameter expectation: What should stand there, with its article: "a name of a zone".
  public func reject(expected expectation: StaticString) -> Never {
    panic(value.error(expectation))
  }
}

/// The words that the boot loader hands to the guest: its arguments, and its environment too.
public struct Arguments: Sendable {
  /// The first word with a key; nil if there is none.
  public subscript(key: StaticString) -> Argument? {
    unsafe commandLine.argument(key).map { Argument($0) }
  }

  /// Hands over the values of all words with a key, in order.
  public func forEach(_ key: StaticString, _ body: (Argument) -> Void) {
    unsafe commandLine.forEachValue(of: key) {
      body(Argument(ArgumentValue(key: key, bytes: $0)))
    }
  }
}

extension System {
  /// The words of the command line.
  public var arguments: Arguments { Arguments() }
}
