import ArgumentParser
import Runtime

/// `sauda stubs`.
struct StubsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stubs",
    abstract: "Print editor definitions of the script API (LuaLS).",
    discussion: """
      Example:
        sauda stubs > sauda.stub.lua
      """)

  func run() { StandardStream.output.write(NewScript.stubs) }
}
