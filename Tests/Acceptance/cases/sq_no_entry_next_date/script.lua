strategy { name = "sq_no_entry_next_date", symbols = { "SIM:X" }, no_entry_after = "14:30" }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) eq(buy(S, 1, { type = "limit", price = 95 }).ok, true, "first") end
plan[3] = function(tick) eq(buy(S, 2, { type = "limit", price = 95 }).ok, true, "second") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
