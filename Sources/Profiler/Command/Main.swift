internal import ArgumentParser
internal import Glibc

/// Where the program begins.
@main enum Main {
  static func main() {
    // Whoever reads the output or a socket may go away: that is an error, not an end.
    signal(SIGPIPE, SIG_IGN)
    ProfilerCommand.main()
  }
}
