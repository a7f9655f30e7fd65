strategy { name = "obj_kinds", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
local function walk(t) local out = {} for _, v in pairs(t) do out[#out + 1] = v end return table.concat(out, " ") end
plan[1] = function(tick)
  local f = function() return 1 end
  local t = {}
  local c = coroutine.create(function() end)
  local g = function() return tick end
  eq(walk({ [g] = "g", [c] = "c", [t] = "t", [f] = "f" }), "f t c g", "made f t c g")
end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
