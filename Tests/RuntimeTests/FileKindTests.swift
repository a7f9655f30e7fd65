import Foundation
import Glibc
import Testing

@Suite("What lies where a file is expected")
struct FileKindTests {
  private static let script = """
    strategy { name = "q", symbols = { "SIM:A" } }
    function on_tick() end
    """
  private static let ticks = "time,symbol,ltp\n1736135400000,SIM:A,100\n"

  /// A folder with a good script and good ticks, and something that is no file.
  private static func folder(_ kind: String) throws -> (folder: ScratchFolder, odd: String) {
    let folder = try ScratchFolder()
    _ = try folder.write("q.lua", script)
    _ = try folder.write("t.csv", ticks)
    return (folder, try put(kind, folder, "odd"))
  }

  private static func put(_ kind: String, _ folder: ScratchFolder, _ name: String) throws -> String
  {
    let path = folder.url.appending(path: name).path
    switch kind {
    case "a FIFO": try #require(mkfifo(path, 0o600) == 0)
    default: try #require(symlink("/dev/zero", path) == 0)
    }
    return path
  }

  @Test("is refused at once when it is none, by every verb", arguments: ["a FIFO", "a device"])
  func refused(kind: String) throws {
    let (folder, odd) = try Self.folder(kind)
    for verb in [
      ["replay", odd, "--ticks", "t.csv"], ["replay", "q.lua", "--ticks", odd],
      ["replay", "q.lua", "--ticks", odd, "t.csv"], ["check", odd], ["ticks", "info", odd],
      ["replay", "q.lua", "--ticks", "t.csv", "--instruments", odd], ["ticks", "repair", odd],
      ["ticks", "head", odd], ["ticks", "convert", odd, "-o", "out.ticks"],
      ["simulate", "--ticks", odd, "--port", "0"], ["fyers", "decode", odd],
    ] {
      let run = try SaudaProcess.run(verb, folder: folder.url)
      #expect(run.code == 74, "\(verb): \(run.error)")
      #expect(run.lastLine.contains(odd), "\(verb): \(run.error)")
      #expect(run.lastLine.contains("found \(kind)"), "\(verb): \(run.error)")
    }
  }

  @Test("is refused at once in the data folder and beside the program, too")
  func refusedInFolders() throws {
    for name in ["data/api-token", "data/calendar.txt", ".env", "sauda.json"] {
      let (folder, _) = try Self.folder("a FIFO")
      try FileManager.default.createDirectory(
        at: folder.url.appending(path: "data"), withIntermediateDirectories: false)
      _ = try Self.put("a FIFO", folder, name)
      let run = try SaudaProcess.run(
        [
          "run", "q.lua", "--feed", "manual", "--port", "0", "--data", "data", "--calendar", "auto",
        ],
        folder: folder.url)
      #expect(run.code == 74, "\(name): \(run.error)")
      #expect(run.lastLine.contains(name), "\(run.error)")
    }
  }

  @Test("A FIFO that nobody reads takes no export")
  func exports() throws {
    let (folder, odd) = try Self.folder("a FIFO")
    let run = try SaudaProcess.run(
      ["replay", "q.lua", "--ticks", "t.csv", "--orders", odd], folder: folder.url)
    #expect(run.code == 74)
    #expect(run.lastLine.contains(odd), "\(run.error)")
  }

  @Test("Ticks may come through a pipe that somebody names on purpose")
  func pipes() throws {
    let (folder, _) = try Self.folder("a FIFO")
    for name in ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"] {
      let run = try SaudaProcess.run(
        ["replay", "q.lua", "--ticks", name], input: Data(Self.ticks.utf8), folder: folder.url)
      #expect(run.code == 0, "\(name): \(run.error)")
    }
  }

  @Test("An empty --data is refused, and nothing is made", arguments: ["run", "serve", "status"])
  func emptyDataFolder(verb: String) throws {
    let (folder, _) = try Self.folder("a FIFO")
    let script = verb == "run" ? ["q.lua", "--feed", "manual"] : []
    let run = try SaudaProcess.run(
      [verb] + script + ["--port", "8089", "--data", ""], environment: ["HOME": folder.url.path],
      folder: folder.url)
    #expect(run.code == 64, "\(run.error)")
    #expect(run.lastLine.contains("--data"), "\(run.error)")
    #expect(Set(try FileManager.default.contentsOfDirectory(atPath: folder.url.path)).count == 3)
  }
}

@Suite("Limits of the system")
struct SystemLimitTests {
  /// Runs the program under a limit of the shell (`ulimit`).
  private static func run(
    _ limit: String, _ arguments: [String], in folder: ScratchFolder
  ) throws -> SaudaProcess {
    let program = try #require(SaudaProcess.executable)
    return try SaudaProcess.run(
      ["-c", "ulimit \(limit); exec \"$@\"", "sauda", program.path] + arguments,
      environment: ["HOME": folder.url.path, "SAUDA_DATA_DIR": folder.url.path + "/data"],
      folder: folder.url, program: URL(filePath: "/bin/sh"))
  }

  @Test(
    "With too few files every verb with connections says so and ends with 74",
    arguments: [
      ["serve", "--port", "0"], ["simulate", "--ticks", "t.csv", "--port", "0"],
      ["record", "--symbols", "SIM:A", "--fyers-url", "http://127.0.0.1:1", "-o", "x.ticks"],
      ["doctor", "--fyers-url", "http://127.0.0.1:1"],
      ["login", "--fyers-url", "http://127.0.0.1:1"],
      ["symbols", "search", "X", "--fyers-url", "http://127.0.0.1:1"],
    ])
  func fewFiles(arguments: [String]) throws {
    let folder = try ScratchFolder()
    _ = try folder.write("t.csv", "time,symbol,ltp\n1736135400000,SIM:A,100\n")
    for count in [6, 10, 12] {
      let run = try Self.run("-n \(count)", arguments, in: folder)
      #expect(run.code == 74, "\(count): \(run.error)")
      #expect(run.lastLine.contains("ulimit -n"), "\(run.error)")
    }
  }

  @Test("With few files the offline verbs work")
  func offline() throws {
    let folder = try ScratchFolder()
    let ticks = try folder.write("t.csv", "time,symbol,ltp\n1736135400000,SIM:A,100\n")
    #expect(try Self.run("-n 10", ["ticks", "info", ticks], in: folder).code == 0)
  }

  @Test("A file that may not grow is an error of the write: 74, and no half output")
  func fullFile() throws {
    let folder = try ScratchFolder()
    let rows = (0..<9_000).map { "\(1_736_135_400_000 + $0),SIM:A,100,101,100.5" }
    let ticks = try folder.write(
      "t.csv", "time,symbol,bid,ask,ltp\n" + rows.joined(separator: "\n") + "\n")
    let run = try Self.run("-f 16", ["ticks", "convert", ticks, "-o", "out.ticks"], in: folder)
    #expect(run.code == 74, "\(run.error)")
    #expect(run.lastLine.contains("out.ticks"), "\(run.error)")
    #expect(!FileManager.default.fileExists(atPath: folder.url.path + "/out.ticks"))
  }
}
