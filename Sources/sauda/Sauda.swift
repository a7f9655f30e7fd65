import ArgumentParser

/// The command line of Sauda.
@main
struct Sauda: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sauda", abstract: "Runs Lua trading rules on recorded and live ticks.")
}
