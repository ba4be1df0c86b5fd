internal import CUnwind

/// Unwinds by libunwind.
///
/// Source: libunwind(3), unw_create_addr_space(3).
final class LibunwindUnwinder {
  private let table: FrameTable
  private let accessors: UnsafeMutablePointer<unw_accessors_t>
  private let space: unw_addr_space_t
  private let cursor: UnsafeMutablePointer<unw_cursor_t>
  private var stack = CopiedStack()

  /// Uses the rules of an image; nil if it has none.
  init?(_ image: ImageFile) {
    guard let section = image.section(named: ".debug_frame"),
      let bytes = image.contents(of: section)
    else { return nil }
    table = FrameTable(bytes)
    accessors = .allocate(capacity: 1)
    accessors.initialize(to: unw_accessors_t())
    Self.set(&accessors.pointee)
    guard let space = _Ux86_64_create_addr_space(accessors, 0) else { return nil }
    self.space = space
    cursor = .allocate(capacity: 1)
    _ = _Ux86_64_set_caching_policy(space, UNW_CACHE_GLOBAL)
    // The first call alone is forgotten at the first use.
    _ = _Ux86_64_set_cache_size(space, 1024, 0)
    _ = _Ux86_64_set_cache_size(space, 8192, 0)
  }

  deinit {
    _Ux86_64_destroy_addr_space(space)
    accessors.deallocate()
    cursor.deallocate()
  }

  /// Unwinds a stack.
  ///
  /// - Returns: The instruction and the return addresses, as far as the library gets.
  func unwind(_ registers: [UInt64], _ words: [UInt64], limit: Int) -> [UInt64] {
    stack = CopiedStack(registers: registers, words: words, limit: limit)
    let argument = Unmanaged.passUnretained(self).toOpaque()
    guard _Ux86_64_init_remote(cursor, space, argument) == 0 else { return [] }
    var addresses: [UInt64] = []
    repeat {
      var ip: unw_word_t = 0
      guard _Ux86_64_get_reg(cursor, Int32(UNW_X86_64_RIP.rawValue), &ip) == 0, ip != 0 else {
        break
      }
      addresses.append(ip)
    } while addresses.count < limit && _Ux86_64_step(cursor) > 0
    return addresses
  }

  private static func own(_ argument: UnsafeMutableRawPointer?) -> LibunwindUnwinder? {
    argument.map { Unmanaged<LibunwindUnwinder>.fromOpaque($0).takeUnretainedValue() }
  }

  /// The aligned word at an address: of the stack, or of the table.
  private func word(at address: UInt64) -> UInt64? {
    let offset = address &- FrameTable.base
    guard offset < UInt64(table.bytes.count), offset & 7 == 0 else {
      return stack.word(at: address)
    }
    let bytes = table.bytes[Int(offset)...].prefix(8)
    return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Finds the rules of an instruction in the table.
  private func findRules(
    _ space: unw_addr_space_t?, _ ip: UInt64, _ result: UnsafeMutablePointer<unw_proc_info_t>?,
    _ needsRules: Int32, _ argument: UnsafeMutableRawPointer?
  ) -> Int32 {
    // The library does not survive an instruction that is none.
    guard table.code.contains(ip) else { return -Int32(UNW_ENOINFO.rawValue) }
    var info = unw_dyn_info_t()
    info.format = Int32(UNW_INFO_FORMAT_REMOTE_TABLE.rawValue)
    info.start_ip = table.code.lowerBound
    info.end_ip = table.code.upperBound
    info.u.rti.segbase = FrameTable.base
    info.u.rti.table_data = FrameTable.base
    // In its words of 8 bytes: those of one pair.
    info.u.rti.table_len = UInt64(table.count)
    return _Ux86_64_dwarf_search_unwind_table(space, ip, &info, result, needsRules, argument)
  }

  private static func set(_ accessors: inout unw_accessors_t) {
    accessors.find_proc_info = { space, ip, result, needsRules, argument in
      LibunwindUnwinder.own(argument)?.findRules(space, ip, result, needsRules, argument)
        ?? -Int32(UNW_ENOINFO.rawValue)
    }
    accessors.put_unwind_info = { _, _, _ in }
    accessors.get_dyn_info_list_addr = { _, _, _ in -Int32(UNW_ENOINFO.rawValue) }
    accessors.access_mem = { _, address, value, isWrite, argument in
      guard isWrite == 0, let word = LibunwindUnwinder.own(argument)?.word(at: address) else {
        return -Int32(UNW_EINVAL.rawValue)
      }
      value?.pointee = word
      return 0
    }
    accessors.access_reg = { _, number, value, isWrite, argument in
      guard isWrite == 0, (0...16).contains(number), let own = LibunwindUnwinder.own(argument)
      else { return -Int32(UNW_EBADREG.rawValue) }
      value?.pointee = own.stack.registers[Int(number)]
      return 0
    }
    accessors.access_fpreg = { _, _, _, _, _ in -Int32(UNW_EBADREG.rawValue) }
    accessors.resume = { _, _, _ in -Int32(UNW_EINVAL.rawValue) }
    accessors.get_proc_name = { _, _, _, _, _, _ in -Int32(UNW_ENOINFO.rawValue) }
  }
}
