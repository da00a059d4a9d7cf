Feature: A game becomes rows
  What the feed tells of a game is in the tables, no more and no less: what the umpires or the scorer take
  back is gone, and what is odd about baseball is not tidied away.

  Scenario: An overturned call disappears from the tables
    Given an empty lake of all tables
    And the final game "Friday night" with 6 plate appearances
    When "Friday night" is asked for
    Then "Friday night" has 1 home run
    And "Friday night" has 1 scoring play
    And the score of "Friday night" is 1 to 0
    When the home run in "Friday night" is reviewed and overturned
    And "Friday night" is asked for again
    Then "Friday night" has 0 home runs
    And "Friday night" has 0 scoring plays
    And the score of "Friday night" is 0 to 0
    And "Friday night" has 6 plate appearances

  Scenario: A plate appearance that the scorer takes away takes its pitches, batted ball and runner along
    Given an empty lake of all tables
    And the final game "Friday night" with 6 plate appearances
    When "Friday night" is asked for
    Then "Friday night" has 12 pitches, 6 batted balls and 6 runner movements
    When the scorer takes the last plate appearance of "Friday night" away
    And "Friday night" is asked for again
    Then "Friday night" has 5 plate appearances
    And "Friday night" has 10 pitches, 5 batted balls and 5 runner movements

  Scenario: A player who appears for both clubs is in both lists
    Given an empty lake of all tables
    And the final game "Suspended in May"
    And a player of "Suspended in May" who came back for the other club after a trade
    When "Suspended in May" is asked for
    Then the traded player of "Suspended in May" is in the lists of both clubs
    And every other player of "Suspended in May" is in the list of one club
    And the run has nothing to warn of

  Scenario Outline: The half inning that never was played is still a row, also where its cell is <cell>
    Given an empty lake of all tables
    And the final game "Friday night"
    And the home club of "Friday night" need not bat in the ninth, and its cell there is <cell>
    When "Friday night" is asked for
    Then inning 9 of "Friday night" has a row for each club
    And the home club's runs in inning 9 of "Friday night" are left open

    Examples:
      | cell    |
      | empty   |
      | missing |

  Scenario: A pinch hitter stands in the slot of the one he bats for and is no starter
    Given an empty lake of all tables
    And the final game "Friday night"
    And somebody from the home bench of "Friday night" bats for the third batter
    When "Friday night" is asked for
    Then slot 3 of the home club of "Friday night" was held by 2 players, one after the other
    And the starting nine of the home club of "Friday night" are nine

  Scenario: A pitch belongs to the one who threw it, not to the one who finished the plate appearance
    Given an empty lake of all tables
    And the final game "Friday night"
    And a reliever of "Friday night" comes in after the first pitch to a batter
    When "Friday night" is asked for
    Then the pitch before the change in "Friday night" is the starter's, the one after it the reliever's
    And the change in "Friday night" says that the reliever came for the starter

  Scenario: Where an umpire is replaced, both stood at his position
    Given an empty lake of all tables
    And the final game "Friday night"
    And the umpire at first base of "Friday night" is replaced by another
    When "Friday night" is asked for
    Then "Friday night" has 3 umpires, of whom 2 stood at first base
    And the run has nothing to warn of

  Scenario: Two games of a doubleheader stay apart
    Given an empty lake of games and plays
    And a doubleheader of "Matinee" and "Nightcap"
    When all games are asked for
    Then 2024-07-12 has 2 games
    And "Matinee" is game 1 of its day
    And "Nightcap" is game 2 of its day
    When "Matinee" is corrected to 5 plate appearances
    And "Matinee" is asked for again
    Then "Matinee" has 5 plate appearances
    And "Nightcap" has 7 plate appearances

  Scenario: A postponed game is a game without plays, and when it is made up it is there once, on its new day
    Given an empty lake of games and plays
    And the game "Friday night", which is postponed by rain
    When "Friday night" is asked for
    Then "Friday night" is "Postponed"
    And "Friday night" has 0 plate appearances
    And 2024-07-12 has 1 game
    When "Friday night" is made up on 2024-07-14
    And "Friday night" is asked for again
    Then "Friday night" is "Final"
    And "Friday night" has 6 plate appearances
    And 2024-07-12 has 0 games
    And 2024-07-14 has 1 game

  Scenario: A temperature that is no number is left open and reported, and the game is there
    Given an empty lake of games and plays
    And the final game "Friday night"
    And the temperature of "Friday night" is told as "mild"
    When "Friday night" is asked for
    Then the temperature of "Friday night" is left open
    And the run reports 1 temperature that did not fit
    And "Friday night" has 6 plate appearances
