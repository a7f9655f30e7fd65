import Testing
import Trading

@testable import Scripting

@Suite("Files for the editor")
struct EditorFileTests {
  @Test("the definitions are Lua, and name every function and field of the API")
  func stubs() {
    let text = EditorFiles.stubs
    #expect(LuaOutline(Array(text.utf8)) != nil)
    for name in APICatalogue.globals + ["params", "state"] {
      let isThere = text.contains("\nfunction \(name)(") || text.contains("\n\(name) = {")
      #expect(isThere, "\(name)")
    }
    for field in TickField.allCases {
      let isThere =
        text.contains("---@field \(field.name) ") || text.contains("---@field \(field.name)? ")
      #expect(isThere, "\(field.name)")
    }
  }

  @Test("what the definitions list is what a script finds")
  func globals() throws {
    let stage = try Stage(
      """
      local names = {}
      for name in pairs(_G) do names[#names + 1] = name end
      print(table.concat(names, " "))
      local logs, studies = {}, {}
      for name in pairs(log) do logs[#logs + 1] = "log." .. name end
      for name in pairs(ta) do studies[#studies + 1] = "ta." .. name end
      print(table.concat(logs, " ")) print(table.concat(studies, " "))
      function on_tick() end
      """)
    let found = Set(stage.said.lines.flatMap { $0.split(separator: " ").map(String.init) })
    let tables = APICatalogue.entries.filter { $0.table != nil }.map(\.name)
    let listed = Set(APICatalogue.globals + APICatalogue.luaGlobals + tables)
    #expect(found == listed)
  }

  @Test("the template is a script that loads, and runs")
  func template() throws {
    let text = EditorFiles.template(name: "first-try")
    let stage = try Stage(text, name: "first-try.lua", isWhole: true)
    #expect(stage.host.declaration.name == "first-try")
    #expect(stage.tick(100, symbol: "SIM:IBM").failure == nil)
    #expect(UnknownNames.find(in: Array(text.utf8)).isEmpty)
  }
}
