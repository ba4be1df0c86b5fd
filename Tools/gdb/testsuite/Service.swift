import Kernel

/// Runs a program in C: one of gdb's own tests, which `link` puts beside it.
@main struct ProgramService: Service {
  static func start(_ system: System) async {
    program_start()
  }
}

/// Calls the program's `main` (shim.c).
@_silgen_name("program_start") func program_start()
