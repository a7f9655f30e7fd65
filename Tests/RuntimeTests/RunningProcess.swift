import Foundation
import Glibc
import Testing

/// A program that runs beside the test: its lines as they come, and signals to it.
final class RunningProcess: Sendable {
  struct TimedOut: Error, CustomStringConvertible {
    let description: String
  }

  private let identifier: pid_t
  private let folder: ScratchFiles

  /// Where the streams go.
  private struct ScratchFiles: Sendable {
    let output: URL
    let error: URL
  }

  /// The process's number.
  var pid: pid_t { identifier }

  /// Starts the program with arguments and environment; its streams go to files in a folder.
  init(
    _ name: String, _ arguments: [String], in folder: URL, environment: [String: String] = [:]
  ) throws {
    let files = ScratchFiles(
      output: folder.appending(path: "\(name).out"), error: folder.appending(path: "\(name).err"))
    self.folder = files
    for file in [files.output, files.error] { try Data().write(to: file) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, files.output.path, O_WRONLY | O_APPEND, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, files.error.path, O_WRONLY | O_APPEND, 0o600)
    let program = try #require(SaudaProcess.executable?.path)
    let variables = ["PATH": "/usr/bin:/bin", "NO_COLOR": "1"].merging(environment) { $1 }
    var argv = ([program] + arguments).map { strdup($0) } + [nil]
    var envp = variables.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    var pid: pid_t = 0
    let status = posix_spawn(&pid, program, &actions, nil, &argv, &envp)
    identifier = pid
    guard status == 0 else { throw TimedOut(description: "\(program) does not start: \(status)") }
  }

  /// What it has written to stdout so far.
  var text: String { Self.read(folder.output) }
  /// What it has written to stderr so far.
  var errors: String { Self.read(folder.error) }

  private static func read(_ url: URL) -> String {
    do { return String(decoding: try Data(contentsOf: url), as: UTF8.self) } catch { return "" }
  }

  /// Waits until something is so, looking every few milliseconds, for a minute and a half at most.
  func wait<Value>(_ what: String, for value: () throws -> Value?) throws -> Value {
    for _ in 0..<9_000 {
      if let value = try value() { return value }
      // lint: allow sleep, because another process has no clock we could advance
      usleep(10_000)
    }
    throw TimedOut(description: "\(what); stdout: \(text); stderr: \(errors)")
  }

  /// Waits for a line of stdout that begins so, and gives the rest of it.
  func line(after prefix: String) throws -> String {
    try wait("a line \(prefix)") {
      text.split(separator: "\n").dropLast(text.hasSuffix("\n") ? 0 : 1)
        .first { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    }
  }

  func signal(_ number: Int32) { kill(identifier, number) }

  /// The exit code, once it has ended.
  func ended() throws -> Int32 {
    try wait("the end") {
      var status: Int32 = 0
      guard waitpid(identifier, &status, WNOHANG) == identifier else { return nil }
      return status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
    }
  }
}
