Feature: Answers of the API come in
  The API is asked about games again and again. Each answer is stored once, counted as often as it came,
  or put into quarantine with the reason; a bad answer about one game never harms another.

  Background:
    Given an empty lake of games and plays

  Scenario: A game that is asked for twice without news is stored once and seen twice
    Given the final game "Friday night"
    When "Friday night" is asked for
    And "Friday night" is asked for again
    Then "Friday night" is stored 1 time
    And "Friday night" was seen 2 times
    And the run changes no table

  Scenario: It makes no difference whether the same answers come in one run or in several
    Given the final game "Friday night"
    When "Friday night" is asked for 3 times in one run
    Then "Friday night" is stored 1 time
    And "Friday night" was seen 3 times
    And "Friday night" has 6 plate appearances

  Scenario: News about a game is stored beside what was known before
    Given the final game "Friday night" with 6 plate appearances
    When "Friday night" is asked for
    And "Friday night" is corrected to 5 plate appearances
    And "Friday night" is asked for again
    Then "Friday night" is stored 2 times
    And the answers about "Friday night" are stored as they came

  Scenario Outline: An answer that is <damage> lands in quarantine, and the other game goes on
    Given the final games "Friday night" and "Saturday matinee"
    When all games are asked for, but the answer about "Friday night" is "<damage>"
    Then the run warns of the quarantine
    And the quarantine holds 1 answer
    And the quarantine gives the reason "<reason>"
    And "Friday night" is stored 0 times
    And "Friday night" is in no table
    And "Saturday matinee" has 6 plate appearances

    Examples:
      | damage                  | reason         |
      | cut in the middle       | broken JSON    |
      | an error page           | HTML           |
      | empty                   | empty          |
      | without its plays       | lacks          |
      | short of its last plays | cut short      |
      | about another game      | asked for game |

  Scenario: A whole answer after a broken one brings the game
    Given the final games "Friday night" and "Saturday matinee"
    When all games are asked for, but the answer about "Friday night" is "cut in the middle"
    And all games are asked for
    Then the run has nothing to warn of
    And "Friday night" has 6 plate appearances
    And the quarantine holds 1 answer

  Scenario: A broken answer does not take away what is known of the game
    Given the final games "Friday night" and "Saturday matinee"
    When all games are asked for
    And all games are asked for, but the answer about "Friday night" is "without its plays"
    Then the run warns of the quarantine
    And "Friday night" has 6 plate appearances

  Scenario Outline: A <kind> game is put where games of the <phase> are
    Given the final <kind> game "Opener"
    When "Opener" is asked for
    Then "Opener" is a game of the "<phase>"

    Examples:
      | kind            | phase          |
      | spring training | pre season     |
      | regular season  | regular season |
      | World Series    | post season    |

  Scenario: A late game in the west belongs to the day at the ballpark, not to the day in London
    Given the final game "Friday night"
    And the feed of "Friday night" does not say on which day it counts
    When "Friday night" is asked for
    Then "Friday night" belongs to 2024-07-12
