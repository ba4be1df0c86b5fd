internal import ArgumentParser
internal import Profiler
internal import Symbols

/// Measures how fast this program is; `Tools/bench profiler` calls it.
struct MeasureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure", abstract: "Measures how fast this program is, with an image.",
    shouldDisplay: false)

  @Argument(help: "The image.", completion: .file())
  var image: String

  func run() throws {
    let figures = try reportingErrors { () throws(ProfilerError) in
      do throws(ImageError) {
        let symboliser = try Symboliser(path: image)
        return (try? SpeedTest(symboliser).run()) ?? []
      } catch {
        throw ProfilerError("\(error)")
      }
    }
    if figures.isEmpty { throw ExitCode(ExitCodes.failure) }
    for figure in figures { Terminal.write("\(figure.name)\t\(figure.value)\n") }
  }
}
