extension Session {
  /// Answers a packet; one that nobody knows gets an empty reply.
  mutating func dispatch(_ packet: ByteBuffer) {
    scanner = PacketScanner(packet)
    isMalformed = false
    let letter = scanner.takeByte() ?? 0
    switch letter {
    case UInt8(ascii: "?"): return reportStop()
    case UInt8(ascii: "g"): return readAllRegisters()
    case UInt8(ascii: "G"): return writeAllRegisters()
    case UInt8(ascii: "p"): if matches("#") { return readRegister() }
    case UInt8(ascii: "P"): if matches("#=") { return writeRegister() }
    case UInt8(ascii: "m"): if matches("#,#$") { return readMemory() }
    case UInt8(ascii: "M"): if matches("#,#:") { return writeMemory(isBinary: false) }
    case UInt8(ascii: "X"): if matches("#,#:") { return writeMemory(isBinary: true) }
    case UInt8(ascii: "c"), UInt8(ascii: "s"), UInt8(ascii: "C"), UInt8(ascii: "S"):
      return resume(letter)
    case UInt8(ascii: "v"): if dispatchVerbose() { return }
    case UInt8(ascii: "Z"), UInt8(ascii: "z"):
      if matches("#,#,#") { return changeBreakpoint(isWanted: letter == UInt8(ascii: "Z")) }
    case UInt8(ascii: "H"):
      let use = scanner.takeByte()
      if matches("@") { return selectThread(isForRegisters: use == UInt8(ascii: "g")) }
    case UInt8(ascii: "T"): if matches("@") { return reportAlive() }
    case UInt8(ascii: "D"): return detach()
    case UInt8(ascii: "k"): return target.leave(.powerOff)
    case UInt8(ascii: "R"): return target.leave(.reset)
    case UInt8(ascii: "q"): if dispatchQuery() { return }
    case UInt8(ascii: "Q"):
      if matches("StartNoAckMode$") {
        answer(.done)
        isAcknowledging = false
        return
      }
    case UInt8(ascii: "!"): return answer(.done)
    default: break
    }
    answer(isMalformed ? .badPacket : .unknown)
  }

  /// Packets that begin with `v`.
  ///
  /// - Returns: False if it is none that is known.
  private mutating func dispatchVerbose() -> Bool {
    if matches("Cont?") {
      answer("vCont;c;C;s;S;r")
    } else if matches("Cont") {
      resumeThreads()
    } else if matches("Kill") {
      answer(.done)
      target.leave(.powerOff)
    } else if matches("File:open:") {
      openFile()
    } else if matches("File:pread:") {
      readFile()
    } else if matches("File:close:") {
      answer("F0")
    } else {
      return false
    }
    return true
  }

  /// Packets that begin with `q`.
  ///
  /// - Returns: False if it is none that is known.
  private mutating func dispatchQuery() -> Bool {
    if matches("Supported") {
      negotiate()
    } else if matches("Xfer:features:read:target.xml:#,#") {
      transfer(.features)
    } else if matches("Xfer:memory-map:read::#,#") {
      transfer(.memoryMap)
    } else if matches("Xfer:threads:read::#,#") {
      transfer(.threads)
    } else if matches("Rcmd,") {
      runCommand()
    } else if matches("Attached") {
      answer("1")
    } else if matches("Search:memory:#;#;") {
      search()
    } else if matches("CRC:#,#") {
      checksum()
    } else if matches("fThreadInfo") {
      listThreads()
    } else if matches("sThreadInfo") {
      answer("l")
    } else if matches("ThreadExtraInfo,@") {
      describeThread()
    } else if matches("C$") {
      answer("QC1")
    } else if matches("Symbol:") {
      answer(.done)
    } else {
      return false
    }
    return true
  }
}
