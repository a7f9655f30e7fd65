import CLuaBridge
import Foundation
import Testing

/// The system's Lua, as the reference for what the bridge implements itself.
enum SystemLua {
  static let path = ["/usr/bin/lua5.4", "/usr/local/bin/lua5.4"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// Runs text as `test.lua` with an interpreter and returns what it prints, as lines of Latin-1.
  static func run(_ text: String) throws -> [String] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "bridge-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(text.utf8).write(to: folder.appending(path: "test.lua"))
    let process = Process()
    process.executableURL = URL(filePath: try #require(path))
    process.arguments = ["test.lua"]
    process.currentDirectoryURL = folder
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}

@Suite(
  "Agreement with the system's Lua",
  .enabled(if: SystemLua.path != nil, "lua5.4 is not installed"))
struct DifferentialTests {
  /// Prints values in a form that is one line of ASCII.
  static let show = """
    local function show(...)
      local t = {}
      for i = 1, select("#", ...) do
        local v = select(i, ...)
        if type(v) == "string" then
          local bytes = {}
          for j = 1, #v do
            local b = v:byte(j)
            bytes[j] = b >= 32 and b < 127 and v:sub(j, j) or "\\\\" .. b
          end
          t[i] = "'" .. table.concat(bytes) .. "'"
        else
          local kind = type(v)
          t[i] = (kind == "table" or kind == "function" or kind == "thread") and kind or tostring(v)
        end
      end
      print(table.concat(t, ","))
    end

    """

  @Test("patterns match as Lua's do, on random patterns and subjects", arguments: [1, 2, 3, 4])
  func patterns(seed: Int) throws {
    let text = DifferentialTests.show + DifferentialTests.patterns(seed: seed, count: 3_000)
    try compare(text, "seed \(seed)")
  }

  @Test("string, table and utf8 functions agree on their edges")
  func library() throws {
    try compare(DifferentialTests.show + DifferentialTests.edges, "edges")
  }

  func compare(_ text: String, _ what: Comment) throws {
    let script = try #require(BridgeScript())
    let outcome = script.load(text, milliseconds: 120_000)
    #expect(outcome.isOK, "\(outcome)")
    let expected = try SystemLua.run(text)
    #expect(expected.count > 1_000)
    #expect(script.lines.count == expected.count, what)
    for (ours, theirs) in zip(script.lines, expected) where ours != theirs {
      #expect(ours == theirs, what)
      break
    }
    #expect(script.close() == 0)
  }

  static func patterns(seed: Int, count: Int) -> String {
    """
    local x = \(seed)
    local function r(n) x = (x * 1103515245 + 12345) & 0x7fffffff return (x >> 8) % n + 1 end
    local items = { "a", "b", "c", ".", "%a", "%d", "%s", "%w", "%p", "%x", "%g", "%c", "%l", "%u", "%A",
      "%D", "%W", "[ab]", "[^a]", "[a-c]", "[%a_]", "[^%s]", "[]]", "[]a]", "[^]]", "[a-]", "[-a]", "[%-a]",
      "[a-%a]", "[%a-z]", "%.", "%%", "%(", " ", "1", "x", "()", "(a)", "(.)", "(b*)", "(a.-)", "(%w+)",
      "%b()", "%bab", "%baa", "%f[%w]", "%f[^a]", "%f[a]", "%1", "%2", "%0", "$", "^", "(", "(", ")", ")",
      "[", "]", "%", "-", "*", "\\0", "[a\\0]", "%z", "\\xe9", "%f", "%b", "%bx", "[^", "[a" }
    local suffixes = { "", "", "", "", "*", "+", "-", "?" }
    local bits = { "a", "b", "c", "a", "b", " ", "1", "x", "(", ")", ".", "%", "]", "-", "\\0", "_", "A",
      "\\xe9", "9", "\\n" }
    local replacements = { "x", "<%0>", "%1", "%2%1", "%%", "%", "%a", "", 7 }
    local function pattern()
      local t = { r(6) == 1 and "^" or "" }
      for i = 1, r(6) do t[#t + 1] = items[r(#items)] .. suffixes[r(#suffixes)] end
      return table.concat(t) .. (r(6) == 1 and "$" or "")
    end
    local function subject()
      local t = {}
      for i = 1, r(14) - 1 do t[i] = bits[r(#bits)] end
      return table.concat(t)
    end
    for i = 1, \(count) do
      local p, s, from = pattern(), subject(), r(4) == 1 and r(20) - 10 or nil
      show(p, s, from, pcall(string.find, s, p, from))
      show(pcall(string.match, s, p, from))
      local with, mode = replacements[r(#replacements)], r(4)
      if mode == 1 then with = { a = "1", b = 2, [""] = "e", ab = false } end
      if mode == 2 then
        local k = 0
        with = function(...) k = k + 1 if k % 3 ~= 0 then return select("#", ...) .. ":" .. tostring((...)) end end
      end
      show(pcall(string.gsub, s, p, with, r(5) == 1 and r(4) - 1 or nil))
      show(pcall(function()
        local t = {}
        for a, b, c in string.gmatch(s, p, from) do
          t[#t + 1] = tostring(a) .. "/" .. tostring(b) .. "/" .. tostring(c)
          if #t > 30 then break end
        end
        return table.concat(t, ";")
      end))
      if r(3) == 1 then show(string.find(s, p, from, true)) end
    end
    """
  }
}
