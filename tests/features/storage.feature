Feature: The lake keeps what came and shows the newest
  Every answer is kept as it came. The tables show the newest word on each game, whatever came late, twice
  or into a run that was killed.

  Background:
    Given an empty lake of games and plays

  Scenario: A correction after the Final replaces the whole game
    Given the final game "Friday night" with 8 plate appearances
    When "Friday night" is asked for
    Then the score of "Friday night" is 1 to 0
    When "Friday night" is corrected to 15 plate appearances
    And "Friday night" is asked for again
    Then "Friday night" has 15 plate appearances
    And the score of "Friday night" is 3 to 0
    When "Friday night" is corrected to 2 plate appearances
    And "Friday night" is asked for again
    Then "Friday night" has 2 plate appearances
    And the score of "Friday night" is 0 to 0

  Scenario: An old answer that comes late changes nothing
    Given the final game "Friday night" with 6 plate appearances
    When "Friday night" is asked for, but the answer is delayed
    And "Friday night" goes on to 8 plate appearances
    And "Friday night" is asked for again
    And the delayed answer arrives
    Then "Friday night" has 8 plate appearances
    And the run changes no table
    And "Friday night" is stored 2 times

  Scenario Outline: Three answers that arrive <one>, <two>, <three> end as if they had come in time
    Given the final game "Friday night" with 6 plate appearances
    When "Friday night" is asked for, but the answer is delayed
    And "Friday night" goes on to 9 plate appearances
    And "Friday night" is asked for, but the answer is delayed
    And "Friday night" is corrected to 7 plate appearances
    And "Friday night" is asked for, but the answer is delayed
    And the <one>, the <two> and the <three> delayed answer arrive, one after the other
    Then "Friday night" has 7 plate appearances
    And "Friday night" is stored 3 times
    And the lake is the same as one that got the answers in time
    And the lake is the same as one that got all answers in one run

    Examples:
      | one    | two    | three  |
      | second | first  | third  |
      | third  | second | first  |
      | third  | first  | second |

  Scenario Outline: Killed when <moment>, run again: as if never killed
    Given the final game "Friday night" with 6 plate appearances
    When "Friday night" is asked for
    And "Friday night" goes on to 8 plate appearances
    And "Friday night" is asked for, but the run is killed as soon as "<moment>"
    And the same run is started again
    Then "Friday night" has 8 plate appearances
    And "Friday night" is stored 2 times
    And the lake is the same as one that was never killed

    Examples:
      | moment                     |
      | the answer is written      |
      | the answer is stored       |
      | the first table is changed |
      | all tables are changed     |
      | the books are closed       |

  Scenario: Tables that are made anew from what is stored are the same
    Given the final games "Friday night" and "Saturday matinee"
    When all games are asked for
    And "Saturday matinee" is corrected to 5 plate appearances
    And "Saturday matinee" is asked for again
    And all tables are made anew from what is stored
    Then "Friday night" has 6 plate appearances
    And "Saturday matinee" has 5 plate appearances
    And the lake is the same as one that got the answers in time

  Scenario: A game that cannot be made into rows stays as it was until a right answer comes
    Given the final games "Friday night" and "Saturday matinee"
    When all games are asked for
    And the feed of "Friday night" counts two plate appearances as one
    And all games are asked for
    Then the run warns of the quarantine
    And the quarantine holds 1 answer
    And "Friday night" has 6 plate appearances
    And "Friday night" is stored 2 times
    When "Friday night" is corrected to 7 plate appearances
    And all games are asked for
    Then the run has nothing to warn of
    And "Friday night" has 7 plate appearances
    And the quarantine holds 0 answers

  Scenario: Games of two seasons lie in one lake
    Given the final game "Last summer" of the season 2023
    And the final game "Friday night"
    When all games are asked for
    Then "Last summer" belongs to 2023-07-12
    And "Friday night" belongs to 2024-07-12
    And "Last summer" has 6 plate appearances
