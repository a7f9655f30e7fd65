-- Gives scripts what the catalogue of the API lists, and nothing else. `CATALOGUE` is written in
-- front of the first part from the table that the editor's definitions come from.
for _, name in ipairs(CATALOGUE) do
  local value = P.api[name]
  if value == nil then N.error("the prelude lacks " .. name) end
  N.rawset(N.globals, name, value)
  P.api[name] = nil
end
for name in N.next, P.api do N.error("the catalogue lacks " .. name) end
