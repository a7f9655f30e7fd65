import Foundation
import Testing

/// Runs the built program as its users do.
struct SaudaProcess {
  let code: Int32
  let output: Data
  let error: String

  /// The package's folder.
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The program beside the tests.
  static let program = Bundle.main.executableURL.map {
    $0.deletingLastPathComponent().appending(path: "sauda")
  }

  /// Output as text.
  var text: String { String(decoding: output, as: UTF8.self) }

  /// The last line of stderr that is not empty.
  var lastLine: String {
    error.split(separator: "\n").last.map(String.init) ?? ""
  }

  /// Runs with arguments, input and extra environment; waits for the end.
  static func run(
    _ arguments: [String], input: Data = Data(), environment: [String: String] = [:],
    folder: URL = root, program: URL? = executable
  ) throws -> SaudaProcess {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ["PATH": "/usr/bin:/bin", "NO_COLOR": "1"].merging(environment) { $1 }
    let output = Pipe()
    let error = Pipe()
    let standardInput = Pipe()
    process.standardOutput = output
    process.standardError = error
    process.standardInput = standardInput
    try process.run()
    let writing = Thread {
      try? standardInput.fileHandleForWriting.write(contentsOf: input)
      try? standardInput.fileHandleForWriting.close()
    }
    writing.start()
    let errors = Lines(error.fileHandleForReading)
    let outputData = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return SaudaProcess(
      code: process.terminationStatus, output: outputData, error: errors.text())
  }

  /// The built program.
  static var executable: URL? {
    candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }

  /// Where the program may be: beside the test bundle, whatever the runner is called.
  private static var candidates: [URL] {
    let build = root.appending(path: ".build")
    return [program, build.appending(path: "debug/sauda")].compactMap { $0 }
  }

  /// Reads a pipe on a thread of its own, so that neither side waits for the other.
  private final class Lines: @unchecked Sendable {
    // The semaphore orders the write of `data` before its read.
    private let done = DispatchSemaphore(value: 0)
    private var data = Data()

    init(_ handle: FileHandle) {
      Thread { [self] in
        data = (try? handle.readToEnd()) ?? Data()
        done.signal()
      }.start()
    }

    func text() -> String {
      done.wait()
      return String(decoding: data, as: UTF8.self)
    }
  }
}

/// A folder that goes away with the test.
final class ScratchFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "sauda-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a file and gives its path.
  func write(_ name: String, _ text: String) throws -> String {
    try write(name, Data(text.utf8))
  }

  /// Writes a file and gives its path.
  func write(_ name: String, _ data: Data) throws -> String {
    let file = url.appending(path: name)
    try data.write(to: file)
    return file.path
  }
}
