extension Session {
  /// Answers a packet; one that nobody knows gets an empty reply.
  mutating func dispatch(_ packet: ByteBuffer) {
    var scanner = PacketScanner(packet)
    guard let letter = scanner.takeByte() else {
      answer("")
      return
    }
    switch letter {
    case UInt8(ascii: "?"): reportStop()
    case UInt8(ascii: "g"): readAllRegisters()
    case UInt8(ascii: "G"): writeAllRegisters(scanner)
    case UInt8(ascii: "p"): readRegister(scanner)
    case UInt8(ascii: "P"): writeRegister(scanner)
    case UInt8(ascii: "m"): readMemory(scanner)
    case UInt8(ascii: "M"): writeMemory(scanner, isBinary: false)
    case UInt8(ascii: "X"): writeMemory(scanner, isBinary: true)
    case UInt8(ascii: "c"), UInt8(ascii: "s"), UInt8(ascii: "C"), UInt8(ascii: "S"):
      resume(letter, scanner)
    case UInt8(ascii: "v"): dispatchVerbose(scanner)
    case UInt8(ascii: "Z"): insertBreakpoint(scanner)
    case UInt8(ascii: "z"): removeBreakpoint(scanner)
    case UInt8(ascii: "H"): selectThread(scanner)
    case UInt8(ascii: "T"): reportAlive(scanner)
    case UInt8(ascii: "D"): detach()
    case UInt8(ascii: "k"): target.leave(.powerOff)
    case UInt8(ascii: "R"): target.leave(.reset)
    case UInt8(ascii: "q"): dispatchQuery(scanner)
    case UInt8(ascii: "Q"): dispatchSetting(scanner)
    case UInt8(ascii: "!"): answer("OK")
    default: answer("")
    }
  }

  /// Packets that begin with `v`.
  private mutating func dispatchVerbose(_ packet: PacketScanner) {
    var scanner = packet
    if scanner.take("Cont?") {
      answer("vCont;c;C;s;S;r")
    } else if scanner.take("Cont") {
      resumeThreads(scanner)
    } else if scanner.take("Kill") {
      answer("OK")
      target.leave(.powerOff)
    } else if scanner.take("File:") {
      accessFile(scanner)
    } else {
      answer("")
    }
  }

  /// Packets that begin with `q`.
  private mutating func dispatchQuery(_ packet: PacketScanner) {
    var scanner = packet
    if scanner.take("Supported") {
      negotiate()
    } else if scanner.take("Xfer:") {
      transfer(scanner)
    } else if scanner.take("Rcmd,") {
      runCommand(scanner)
    } else if scanner.take("Attached") {
      answer("1")
    } else if scanner.take("Search:memory:") {
      search(scanner)
    } else if scanner.take("CRC:") {
      checksum(scanner)
    } else if scanner.take("fThreadInfo") || scanner.take("sThreadInfo") {
      listThreads(isFirst: packet.next == UInt8(ascii: "f"))
    } else if scanner.take("ThreadExtraInfo,") {
      describeThread(scanner)
    } else if scanner.rest.equals("C") {
      answer("QC1")
    } else if scanner.take("Symbol:") {
      answer("OK")
    } else {
      answer("")
    }
  }

  /// Packets that begin with `Q`.
  private mutating func dispatchSetting(_ packet: PacketScanner) {
    guard packet.rest.equals("StartNoAckMode") else {
      answer("")
      return
    }
    answer("OK")
    isAcknowledging = false
  }
}
