internal import FuzzSupport
internal import Glibc
internal import HTTP

/// Texts: what is read, written and read again is the same; numbers are those that C reads.
@c(fuzz_JSON)
public func fuzzJSON(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var input = FuzzInput(start, count)
  if input.byte() & 1 == 0 {
    checkText(input.rest)
  } else {
    let letters = Array("0123456789.eE+-".utf8)
    checkNumber(input.rest.prefix(900).map { letters[Int($0) % letters.count] })
  }
  return 0
}

private func checkText(_ bytes: [UInt8]) {
  guard let value = try? JSONValue(bytes, depthLimit: 40) else { return }
  guard Tree(value: value).isFinite else { return }
  var writer = JSONWriter()
  writer.value(Tree(value: value))
  let again = try? JSONValue(writer.bytes, depthLimit: 40)
  require(again == value, "what was written is read as something else")
}

private func checkNumber(_ text: [UInt8]) {
  var reader = JSONReader(text)
  guard case .number(let number)? = try? reader.next(), (try? reader.next()) == .end else { return }
  let expected = strtod(text.map { CChar($0) } + [0], nil)
  require(number.double == expected, "another number than C reads")
}

/// A value that can be written.
private struct Tree: JSONEncodable {
  let value: JSONValue

  /// Whether all numbers are: others cannot be written.
  var isFinite: Bool {
    switch value {
    case .number(let number): number.double.isFinite
    case .array(let elements): elements.allSatisfy { Tree(value: $0).isFinite }
    case .object(let members): members.allSatisfy { Tree(value: $0.value).isFinite }
    default: true
    }
  }

  func write(to json: inout JSONWriter) {
    switch value {
    case .null: json.value(nil as Bool?)
    case .bool(let bool): json.value(bool)
    case .number(.integer(let number)): json.number(Int(number))
    case .number(.double(let number)): json.number(number)
    case .string(let bytes): json.string(bytes.span.bytes)
    case .array(let elements):
      json.array { array in for element in elements { array.value(Tree(value: element)) } }
    case .object(let members):
      json.object { object in
        for member in members { object.set(name: member.name, Tree(value: member.value)) }
      }
    }
  }
}
